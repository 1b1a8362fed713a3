import { t } from "../../i18n/language";
import { shareOf } from "../../sound/scale";
import { cameras } from "../../store/desk";
import { otherSpeaks, speaking, talk } from "../../talk/talk";
import { el, RegieElement, setText } from "../element";
import { icon } from "../icons";
import { speakWhileHeld } from "./held";

/** Held, it lets the director's voice be heard at all phones that listen; it says who speaks, to whom, and how loud. */
export class TalkKey extends RegieElement {
  readonly #button = el("button", { class: "chip talk-key", type: "button", "data-testid": "talk" });
  readonly #word = el("span", { class: "header-word" });
  readonly #level = el("i", { class: "talk-level" });

  protected build(): void {
    this.#button.append(icon("mic"), this.#word, el("kbd", {}, "T"), this.#level);
    speakWhileHeld(this.#button, null);
    this.append(this.#button);
  }

  protected follow(): void {
    this.effect(() => {
      const to = speaking.value;
      this.#button.classList.toggle("is-speaking", to !== null);
      this.#button.classList.toggle("is-other", otherSpeaks.value);
      this.#button.setAttribute("aria-pressed", String(to !== null));
      setText(this.#word, wordOf(to, talk.opening.value));
    });
    this.effect(() => {
      const listening = cameras.value.filter(({ phone }) => phone.listens).length;
      const key = listening === 0 ? "talk.title.none" : listening === 1 ? "talk.title.one" : "talk.title";
      this.#button.title = t(talk.unable.value ? "talk.unable" : key, { count: listening });
    });
    this.effect(() => {
      const peak = talk.level.value;
      const share = peak > 0 ? shareOf(20 * Math.log10(peak)) : 0;
      this.#level.style.transform = `scaleX(${share})`;
    });
  }
}
customElements.define("regie-talk-key", TalkKey);

function wordOf(to: { readonly camera: number | null } | null, opening: boolean): string {
  if (to) return to.camera === null ? t("talk.all") : t("talk.one", { number: to.camera });
  if (otherSpeaks.value) return t("talk.other");
  return t(opening ? "talk.opening" : "talk.key");
}
