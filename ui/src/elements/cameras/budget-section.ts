import { t } from "../../i18n/language";
import { tenths } from "../../i18n/size";
import { settings } from "../../store/desk";
import { chooseBudget } from "../../store/orders";
import { el, RegieElement, setText } from "../element";

/** From the least that is worth a look to more than 1080p needs, in kbit/s. */
const [LEAST, MOST, STEP] = [500, 8000, 100];

/** How much each camera may send: a setting of all of them. */
export class BudgetSection extends RegieElement {
  readonly #budget = el("input", { type: "range", min: LEAST, max: MOST, step: STEP, "data-testid": "camera-budget" });
  readonly #text = el("output", { class: "camera-delay" });

  protected build(): void {
    this.className = "section";
    this.#budget.setAttribute("aria-label", t("camera.budget"));
    this.#budget.addEventListener("input", () => this.#say(this.#budget.valueAsNumber));
    this.#budget.addEventListener("change", () => chooseBudget(this.#budget.valueAsNumber));
    this.append(
      el("h3", {}, t("camera.budget"), " ", this.#text),
      this.#budget,
      el("p", { class: "section-status" }, t("camera.budget.help")),
    );
  }

  protected follow(): void {
    this.effect(() => {
      const kbps = settings.value?.camera_budget ?? 0;
      // Not under the hand that moves it.
      if (document.activeElement !== this.#budget) this.#budget.value = String(kbps);
      this.#say(kbps);
    });
  }

  #say(kbps: number): void {
    setText(this.#text, t("camera.budget.value", { mbps: tenths(kbps / 1000) }));
  }
}
customElements.define("regie-budget-section", BudgetSection);
