import { language } from "../i18n/choice";
import { moment } from "./texts";

/** What stands in place of a picture: a sentence, or what the director has put on the hold slate. */
export class Slate {
  readonly #picture = document.createElement("img");
  readonly #words = document.createElement("p");
  /** What is or was last loaded, and whether that failed. */
  #loaded: { readonly url: string; failed: boolean } | null = null;

  constructor(element: HTMLElement) {
    this.#picture.alt = "";
    this.#picture.hidden = true;
    element.append(this.#picture, this.#words);
  }

  /** Shows a sentence; nothing where there is a picture. */
  say(text: string): void {
    this.#picture.hidden = true;
    this.#write(text);
  }

  /** Shows what the director has put there. A picture speaks for itself; black does not. */
  hold(text: string | null, picture: URL | null): void {
    if (picture === null) {
      this.say(text ?? moment[language]);
      return;
    }
    const known = this.#loaded?.url === picture.href ? this.#loaded : null;
    if (known === null) void this.#load(picture.href, () => this.hold(text, picture));
    const isThere = known !== null && !known.failed && this.#picture.complete;
    this.#picture.hidden = !isThere;
    this.#write(text ?? (known?.failed ? moment[language] : ""));
  }

  /** Loads a picture, which is not seen before it is whole; `then` unless another one was wanted meanwhile. */
  async #load(url: string, then: () => void): Promise<void> {
    const loading = { url, failed: false };
    this.#loaded = loading;
    this.#picture.src = url;
    try {
      await this.#picture.decode();
    } catch (error) {
      console.warn("the hold slate's picture did not come", error);
      loading.failed = true;
    }
    if (this.#loaded === loading) then();
  }

  #write(text: string): void {
    if (this.#words.textContent !== text) this.#words.textContent = text;
    this.#words.hidden = text === "";
  }
}
