import { t } from "../../i18n/language";
import { MOST_STARS } from "../../store/clips";
import { el, RegieElement } from "../element";

/** How good a clip is: as many stars as are pressed; the last one that is lit puts itself out. */
export class Stars extends RegieElement {
  readonly #rate: (stars: number) => void;
  readonly #stars = Array.from({ length: MOST_STARS }, () => el("i", { "data-own-press": true }, "★"));
  #lit = 0;

  constructor(rate: (stars: number) => void) {
    super();
    this.#rate = rate;
  }

  /** Says how many are lit. */
  show(stars: number): void {
    this.#lit = stars;
    this.#stars.forEach((star, index) => {
      star.classList.toggle("is-lit", index < stars);
    });
  }

  protected build(): void {
    this.title = t("clip.stars");
    // The row says how many there are, and its key changes them.
    this.setAttribute("aria-hidden", "true");
    this.append(...this.#stars);
    this.#stars.forEach((star, index) => {
      star.addEventListener("click", () => this.#rate(this.#lit === index + 1 ? index : index + 1));
    });
  }

  protected follow(): void {}
}
customElements.define("regie-stars", Stars);
