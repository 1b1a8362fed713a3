import { signal } from "@preact/signals-core";
import { t } from "../../i18n/language";
import { hold } from "../../store/desk";
import { holdPicture } from "../../store/hold";
import { el, RegieElement, setText } from "../element";

/** The hold slate as the audience sees it: the director's picture and words on black. */
export class HoldSlate extends RegieElement {
  /** Words that are being typed, to be seen before they are meant; null for those that the engine has. */
  readonly typed = signal<string | null>(null);
  readonly #picture = el("img", { alt: "" });
  readonly #text = el("p");

  protected build(): void {
    this.append(this.#picture, this.#text);
  }

  protected follow(): void {
    this.effect(() => {
      const url = holdPicture.value;
      this.#picture.hidden = url === null;
      if (url !== null && this.#picture.src !== url) this.#picture.src = url;
    });
    this.effect(() => {
      const text = (this.typed.value ?? hold.value?.text ?? "").trim();
      // A picture speaks for itself; black does not.
      setText(this.#text, text || (holdPicture.value === null ? t("screen.slate") : ""));
      this.#text.hidden = this.#text.textContent === "";
    });
  }
}
customElements.define("regie-hold-slate", HoldSlate);
