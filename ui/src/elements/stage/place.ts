import { t } from "../../i18n/language";
import { toggleOverlay } from "../../store/view";
import { el, RegieElement, setText } from "../element";
import { icon } from "../icons";

/** A place that waits for its camera. The first one says how to fill it. */
export class Place extends RegieElement {
  readonly #number = el("span", { class: "place-number" });
  readonly #add = el("button", { class: "place-add", type: "button" });

  /** The number that a camera has here. */
  get number(): number {
    return Number(this.dataset.number);
  }

  protected build(): void {
    this.dataset.testid = "place";
    this.#add.append(icon("plus"), el("span", {}, t("tile.free")), el("kbd", {}, "Q"));
    this.#add.addEventListener("click", () => toggleOverlay("join"));
    this.append(this.#number, this.#add);
  }

  protected follow(): void {}

  /** Says which number comes here, and whether it is the next one. */
  show(number: number, next: boolean): void {
    this.dataset.number = String(number);
    setText(this.#number, String(number));
    this.#add.hidden = !next;
  }
}
customElements.define("regie-place", Place);
