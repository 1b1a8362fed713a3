import { t } from "../../i18n/language";
import { minutesLeft } from "../../i18n/size";
import { elapsed } from "../../i18n/time";
import { now } from "../../store/clock";
import { outside, recording, settings } from "../../store/desk";
import { el, RegieElement, setText } from "../element";
import { icon } from "../icons";

/**
 * The recording in the header: that it runs, since when, and how long the disk lasts, which is told before it runs too;
 * its title says into which folder.
 */
export class Recorder extends RegieElement {
  readonly #rec = el("span", { class: "recorder-rec", "data-testid": "recording" });
  readonly #time = el("span", { class: "recorder-time" });
  readonly #left = el("span", { class: "recorder-left" });
  readonly #leftTime = el("span", { "data-testid": "minutes-left" });

  protected build(): void {
    this.#rec.append(el("i", { class: "record-dot" }), "REC ", this.#time);
    this.#left.append(icon("disk"), this.#leftTime);
    this.append(this.#rec, this.#left);
  }

  protected follow(): void {
    this.effect(() => {
      const current = recording.value;
      this.#rec.hidden = current === null || current.state === "finishing";
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
      this.#left.classList.toggle("is-low", minutes !== null && minutes < (settings.value?.disk_warning ?? 0));
      if (minutes !== null) setText(this.#leftTime, t("recorder.left", { time: minutesLeft(minutes) }));
    });
  }
}
customElements.define("regie-recorder", Recorder);
