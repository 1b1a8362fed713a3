import { t } from "../i18n/language";
import { remove } from "../store/orders";
import { removing } from "../store/view";
import { el, RegieElement } from "./element";

/** Asks on a tile whether its camera is to go. */
export class RemoveQuestion extends RegieElement {
  readonly #number: number;
  readonly #back: HTMLElement;
  readonly #yes = el("button", { class: "key", type: "button", "data-testid": "remove-confirm" });

  /** A question about a camera; the focus goes back there. */
  constructor(number: number, back: HTMLElement) {
    super();
    this.#number = number;
    this.#back = back;
  }

  protected build(): void {
    const question = t("tile.remove.ask", { number: this.#number });
    this.setAttribute("role", "alertdialog");
    this.setAttribute("aria-label", question);
    const keep = el("button", { class: "key", type: "button" }, t("tile.remove.no"), el("kbd", {}, t("key.escape")));
    keep.addEventListener("click", () => answer());
    this.#yes.append(t("tile.remove.yes"), el("kbd", {}, t("key.enter")));
    this.#yes.addEventListener("click", () => answer(() => remove(this.#number)));
    this.append(el("strong", {}, question), el("div", {}, this.#yes, keep));
  }

  protected follow(): void {
    this.effect(() => this.#ask(removing.value === this.#number));
  }

  #ask(asking: boolean): void {
    const had = !this.hidden && this.contains(document.activeElement);
    this.hidden = !asking;
    if (asking) this.#yes.focus();
    else if (had) this.#back.focus();
  }
}
customElements.define("regie-remove-question", RemoveQuestion);

function answer(act?: () => void): void {
  act?.();
  removing.value = null;
}
