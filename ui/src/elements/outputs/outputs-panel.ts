import { el, RegieElement } from "../element";
import { HoldPanel } from "../hold/hold-panel";
import { FallbackPanel } from "./fallback-panel";
import { LinksPanel } from "./links-panel";
import { PlayoutPanel } from "./playout-panel";
import { ScreenPanel } from "./screen-panel";
import { WatchPanel } from "./watch-panel";

/** What leaves the desk, and where to; last what comes from other servers, which is set up in the same way. */
export class OutputsPanel extends RegieElement {
  protected build(): void {
    const panels = [
      new WatchPanel(),
      new ScreenPanel(),
      new PlayoutPanel(),
      new FallbackPanel(),
      new HoldPanel(),
      new LinksPanel("push"),
      new LinksPanel("pull"),
    ];
    this.append(el("div", { class: "sections" }, ...panels));
  }

  protected follow(): void {}
}
customElements.define("regie-outputs-panel", OutputsPanel);
