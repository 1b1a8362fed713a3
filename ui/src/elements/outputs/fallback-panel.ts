import { t } from "../../i18n/language";
import type { FallbackTo } from "../../protocol/FallbackTo";
import { cameras, fallback } from "../../store/desk";
import { arm } from "../../store/orders";
import { el, RegieElement, setText } from "../element";

/** Where program goes by itself when the camera on it fails, and whether it comes back by itself. */
export class FallbackPanel extends RegieElement {
  readonly #to = el("select", { "data-testid": "fallback-to" });
  readonly #back = el("input", { type: "checkbox", "data-testid": "fallback-back" });
  readonly #help = el("p", { class: "section-status" });

  protected build(): void {
    this.className = "section";
    this.dataset.testid = "fallback";
    this.#to.setAttribute("aria-label", t("fallback.title"));
    this.#to.addEventListener("change", () => {
      this.#arm();
      this.#to.blur();
    });
    this.#back.addEventListener("change", () => this.#arm());
    this.append(
      el("h3", {}, t("fallback.title")),
      this.#to,
      el("label", { class: "control control-wide" }, this.#back, el("span", {}, t("fallback.back"))),
      this.#help,
    );
  }

  protected follow(): void {
    this.effect(() => {
      const all = cameras.value.map(({ number, name }) => [String(number), t("fallback.camera", { number, name })]);
      const fixed = (["none", "slate", "last"] as const).map((one) => [one, t(`fallback.${one}`)]);
      const key = JSON.stringify([...fixed, ...all]);
      if (this.#to.dataset.options !== key) {
        this.#to.dataset.options = key;
        this.#to.replaceChildren(...[...fixed, ...all].map(([value = "", text = ""]) => el("option", { value }, text)));
      }
      const { to = null, back = false } = fallback.value ?? {};
      if (document.activeElement !== this.#to) this.#to.value = String(to ?? "none");
      this.#back.checked = back;
      this.#back.disabled = to === null;
      setText(this.#help, t(to === null ? "fallback.none.help" : "fallback.help"));
    });
  }

  #arm(): void {
    const { value } = this.#to;
    const to: FallbackTo | null =
      value === "none" ? null : value === "slate" || value === "last" ? value : Number(value);
    arm(to, to !== null && this.#back.checked);
  }
}
customElements.define("regie-fallback-panel", FallbackPanel);
