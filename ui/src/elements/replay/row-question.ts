import { t } from "../../i18n/language";
import { el, RegieElement, setText } from "../element";

/** Asks in a row whether something is to be deleted. It goes when the focus does: a question that nobody looks at is none. */
export class RowQuestion extends RegieElement {
  readonly #words = el("strong");
  readonly #yes = el("button", { class: "key", type: "button", "data-testid": "row-delete" });
  #act: (() => void) | null = null;
  #back: HTMLElement | null = null;

  /** Asks; what had the focus gets it back. */
  ask(words: string, act: () => void): void {
    this.#act = act;
    const { activeElement } = document;
    this.#back = activeElement instanceof HTMLElement ? activeElement : null;
    setText(this.#words, words);
    this.setAttribute("aria-label", words);
    this.hidden = false;
    this.#yes.focus({ preventScroll: true });
  }

  protected build(): void {
    this.hidden = true;
    this.setAttribute("role", "alertdialog");
    const no = el("button", { class: "key", type: "button" }, t("tile.remove.no"), el("kbd", {}, t("key.escape")));
    no.addEventListener("click", () => this.#close());
    this.#yes.append(t("clip.remove"), el("kbd", {}, t("key.enter")));
    this.#yes.addEventListener("click", () => {
      const act = this.#act;
      this.#close();
      act?.();
    });
    this.append(this.#words, this.#yes, no);
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#close();
    });
    this.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.contains(relatedTarget))) this.hidden = true;
    });
  }

  protected follow(): void {}

  #close(): void {
    const back = this.#back;
    this.#act = null;
    if (back?.isConnected) back.focus({ preventScroll: true });
    this.hidden = true;
  }
}
customElements.define("regie-row-question", RowQuestion);
