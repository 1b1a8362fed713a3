import { t } from "../i18n/language";
import { minutesLeft } from "../i18n/size";
import { elapsed } from "../i18n/time";
import { now } from "../store/clock";
import { outside, recording } from "../store/desk";
import { el, RegieElement, setText } from "./element";

/** Minutes from which on the disk is worth a warning: time to change it in the next interval. */
const FEW_MINUTES = 15;

/** The recording in the header: that it runs, since when, and how long the disk lasts; its title says into which folder. */
export class Recorder extends RegieElement {
  readonly #rec = el("span", { class: "recorder-rec", "data-testid": "recording" });
  readonly #time = el("span", { class: "recorder-time" });
  readonly #left = el("span", { class: "recorder-left", "data-testid": "minutes-left" });

  protected build(): void {
    this.#rec.append(el("i", { class: "record-dot" }), "REC ", this.#time);
    this.append(this.#rec, this.#left);
  }

  protected follow(): void {
    this.effect(() => {
      const current = recording.value;
      this.hidden = current === null || current.state === "finishing";
      this.classList.toggle("is-failed", current?.state === "failed");
      this.title = current?.show ?? "";
    });
    this.effect(() => {
      const current = recording.value;
      if (current)
        setText(this.#time, current.state === "failed" ? t("record.failed") : elapsed(now.value - current.started));
    });
    this.effect(() => {
      const minutes = outside.value.disk?.minutes_left ?? null;
      this.#left.hidden = minutes === null;
      this.#left.classList.toggle("is-low", minutes !== null && minutes < FEW_MINUTES);
      if (minutes !== null) setText(this.#left, t("recorder.left", { time: minutesLeft(minutes) }));
    });
  }
}
customElements.define("regie-recorder", Recorder);
