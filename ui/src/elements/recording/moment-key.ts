import { t } from "../../i18n/language";
import { clips, marks } from "../../store/clips";
import { keepClip, pressed, setMark } from "../../store/orders";
import { el, onPress, RegieElement, setText } from "../element";

/** A key that keeps a moment: a mark, or a clip. Counts what is in the list. */
export class MomentKey extends RegieElement {
  readonly #kind: "mark" | "clip";
  readonly #key: HTMLButtonElement;
  readonly #count = el("span", { class: "moment-count" });

  constructor(kind: "mark" | "clip") {
    super();
    this.#kind = kind;
    this.#key = el("button", { class: "key key-large key-moment", type: "button", "data-testid": kind });
  }

  protected build(): void {
    this.#key.append(
      el("span", {}, t(`moment.${this.#kind}`), " ", this.#count),
      el("kbd", {}, this.#kind === "mark" ? "M" : "C"),
    );
    onPress(this.#key, this.#kind === "mark" ? setMark : keepClip);
    this.append(this.#key);
  }

  protected follow(): void {
    this.effect(() => {
      const count = (this.#kind === "mark" ? marks : clips).value.length;
      setText(this.#count, count > 0 ? String(count) : "");
    });
    this.effect(() => this.#key.toggleAttribute("data-pressed", pressed.value.has(this.#kind)));
  }
}
customElements.define("regie-moment-key", MomentKey);
