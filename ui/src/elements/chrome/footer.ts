import { t } from "../../i18n/language";
import { AlarmBar } from "../alarms/alarm";
import { el, RegieElement } from "../element";
import { HoldKey } from "../hold/hold-key";
import { MomentKey } from "../recording/moment-key";
import { RecordKey } from "../recording/record-key";
import { DrawerKey } from "../replay/drawer-key";
import { ReplayKeys } from "../replay/replay-keys";
import { Timeline } from "../replay/timeline";

/** The few large keys, and what was on program. */
export class Footer extends RegieElement {
  protected build(): void {
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", t("footer.label"));
    const line = el("div", { class: "footer-line" }, new Timeline(), new DrawerKey(), new AlarmBar());
    this.append(new ReplayKeys(), new HoldKey(), line, new MomentKey("mark"), new MomentKey("clip"), new RecordKey());
  }

  protected follow(): void {}
}
customElements.define("regie-footer", Footer);
