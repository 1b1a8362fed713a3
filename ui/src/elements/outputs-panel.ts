import { el, RegieElement } from "./element";
import { ScreenPanel } from "./screen-panel";

/** What leaves the desk, and where to. */
export class OutputsPanel extends RegieElement {
  protected build(): void {
    this.append(el("div", { class: "outputs" }, new ScreenPanel()));
  }

  protected follow(): void {}
}
customElements.define("regie-outputs-panel", OutputsPanel);
