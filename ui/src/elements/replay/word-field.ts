import { el, RegieElement } from "../element";

/** A text that is changed where it stands: Enter takes it, and so does leaving it; Escape gives it up. */
export class WordField extends RegieElement {
  readonly #input = el("input", { type: "text", autocomplete: "off", spellcheck: "false" });
  readonly #label: string;
  #before = "";
  #back: HTMLElement | null = null;
  #take: ((text: string) => void) | null = null;

  constructor(label: string, longest: number) {
    super();
    this.#label = label;
    this.#input.maxLength = longest;
  }

  /** Lets somebody change a text; what had the focus gets it back. */
  open(text: string, take: (text: string) => void): void {
    const { activeElement } = document;
    this.#back = activeElement instanceof HTMLElement ? activeElement : null;
    this.#before = text;
    this.#take = take;
    this.#input.value = text;
    this.hidden = false;
    this.#input.focus({ preventScroll: true });
    this.#input.select();
  }

  protected build(): void {
    this.hidden = true;
    this.#input.placeholder = this.#label;
    this.#input.setAttribute("aria-label", this.#label);
    this.append(this.#input);
    this.#input.addEventListener("keydown", (event) => {
      // An input method's Enter takes its own word.
      if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Enter") this.#finish();
      this.#close();
    });
    this.#input.addEventListener("blur", () => {
      this.#finish();
      this.hidden = true;
    });
  }

  protected follow(): void {}

  #finish(): void {
    const [text, take] = [this.#input.value.trim(), this.#take];
    this.#take = null;
    if (text !== "" && text !== this.#before) take?.(text);
  }

  #close(): void {
    this.#take = null;
    if (this.#back?.isConnected) this.#back.focus({ preventScroll: true });
    this.hidden = true;
  }
}
customElements.define("regie-word-field", WordField);
