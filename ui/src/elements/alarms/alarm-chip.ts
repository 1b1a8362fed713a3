import { t } from "../../i18n/language";
import { minutesLeft } from "../../i18n/size";
import { elapsed } from "../../i18n/time";
import { type Alarm, alarms, loud, repeat } from "../../store/alarms";
import { now } from "../../store/clock";
import { el, RegieElement, setText } from "../element";
import { icon } from "../icons";
import { hostOf } from "./alarm";

/** In the header: the worst of what is still wrong though somebody has understood it, since when, and how many more. */
export class AlarmChip extends RegieElement {
  readonly #chip = el("button", { class: "chip alarm-chip", type: "button", "data-testid": "alarms" });
  readonly #words = el("span", { class: "alarm-chip-words" });
  readonly #since = el("time");
  readonly #more = el("b");

  protected build(): void {
    this.#chip.append(icon("warning"), this.#words, this.#since, this.#more);
    this.#chip.title = t("alarms.again");
    this.#chip.addEventListener("click", repeat);
    this.append(this.#chip);
  }

  protected follow(): void {
    this.effect(() => {
      // The one that is loud is to be read at the foot already.
      const others = alarms.value.filter(({ id }) => id !== loud.value?.id);
      const [worst] = others;
      this.hidden = worst === undefined;
      if (!worst) return;
      setText(this.#words, wordOf(worst));
      setText(this.#since, elapsed(now.value - worst.since));
      setText(this.#more, others.length > 1 ? `+${others.length - 1}` : "");
    });
  }
}
customElements.define("regie-alarm-chip", AlarmChip);

/** What is wrong in as few words as can be. */
function wordOf({ wrong }: Alarm): string {
  switch (wrong.kind) {
    case "recording":
      return t(`alarms.${wrong.problem.code}`);
    case "disk":
      return t("alarms.disk_low", { time: minutesLeft(wrong.minutes) });
    case "camera":
      return t("slate.lost", { number: wrong.camera });
    case "link":
      return `${t("alarm.link")} · ${hostOf(wrong.url)}`;
    case "screen":
      return t("alarm.screen");
  }
}
