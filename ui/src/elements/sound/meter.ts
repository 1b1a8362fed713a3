import type { ReadonlySignal } from "@preact/signals-core";
import { t } from "../../i18n/language";
import { Hold, QUIETEST, shareOf } from "../../sound/scale";
import { levels } from "../../store/desk";
import { el, RegieElement, setText } from "../element";

/**
 * How loud a camera is: a bar, the mark of the loudest of late, and a word where sound is cut off or missing.
 *
 * It changes with the engine's levels, ten times a second, by transforms alone: sixteen of them lay out nothing.
 */
export class Meter extends RegieElement {
  readonly #camera: ReadonlySignal<number | null>;
  readonly #cover = el("i", { class: "meter-cover" });
  readonly #mark = el("i", { class: "meter-mark" });
  readonly #word = el("span", { class: "meter-word" });
  readonly #hold = new Hold();

  constructor(camera: ReadonlySignal<number | null>) {
    super();
    this.#camera = camera;
  }

  protected build(): void {
    this.dataset.testid = "meter";
    this.setAttribute("role", "meter");
    this.setAttribute("aria-label", t("meter.label"));
    this.setAttribute("aria-valuemin", String(QUIETEST));
    this.setAttribute("aria-valuemax", "0");
    this.append(el("span", { class: "meter-bar" }, this.#cover, this.#mark), this.#word);
  }

  protected follow(): void {
    this.effect(() => {
      const camera = this.#camera.value;
      const level = camera === null ? undefined : levels.value.get(camera);
      this.classList.toggle("is-nothing", level === undefined);
      this.classList.toggle("is-clipping", level?.clipping ?? false);
      this.classList.toggle("is-silent", level?.silent ?? false);
      setText(this.#word, level?.clipping ? t("meter.clipping") : level?.silent ? t("meter.silent") : "");
      const peak = level?.peak ?? -127;
      const share = shareOf(peak);
      place(this.#cover, `scaleX(${1 - share})`);
      place(this.#mark, `translateX(${this.#hold.take(share, performance.now()) * 100}%)`);
      const value = String(Math.max(QUIETEST, peak));
      if (this.getAttribute("aria-valuenow") !== value) this.setAttribute("aria-valuenow", value);
    });
  }
}
customElements.define("regie-meter", Meter);

function place(element: HTMLElement, transform: string): void {
  if (element.style.transform !== transform) element.style.transform = transform;
}
