import { t } from "../../i18n/language";
import type { Camera } from "../../protocol/Camera";
import type { Source } from "../../protocol/Source";
import { cameras, onAir } from "../../store/desk";
import { stopping } from "../../store/record";
import { RegieElement, setText } from "../element";

/** Says to a screen reader what goes on air, and what is asked, without taking the focus; nothing of it is seen. */
export class Announcer extends RegieElement {
  protected build(): void {
    this.dataset.testid = "announcer";
    this.setAttribute("role", "status");
    this.setAttribute("aria-live", "polite");
    this.setAttribute("aria-atomic", "true");
  }

  protected follow(): void {
    // What is on air when the desk opens is no news; a name that is typed meanwhile neither.
    let last = onAir.peek()?.since;
    this.effect(() => {
      const entry = onAir.value;
      if (!entry || entry.since === last) return;
      last = entry.since;
      setText(this, wordsOf(entry.source, cameras.peek()));
    });
    this.effect(() => {
      if (stopping.value) setText(this, `${t("record.sure")} ${t("record.sure.aloud")}`);
    });
  }
}
customElements.define("regie-announcer", Announcer);

function wordsOf(source: Source, cameras: readonly Camera[]): string {
  switch (source.kind) {
    case "camera": {
      const name = cameras.find(({ number }) => number === source.camera)?.name ?? "";
      return t("announce.camera", { number: source.camera, name });
    }
    case "replay":
      return t("announce.replay");
    case "hold":
      return t("announce.hold");
    case "slate":
      return t("announce.slate");
  }
}
