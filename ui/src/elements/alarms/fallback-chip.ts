import { t } from "../../i18n/language";
import { fallback } from "../../store/desk";
import { understandFallback } from "../../store/orders";
import { overlay } from "../../store/view";
import { el, RegieElement, setText } from "../element";
import { icon } from "../icons";

/** In the header: that a fallback is armed, and that program went to it, until the director has understood. */
export class FallbackChip extends RegieElement {
  readonly #chip = el("button", { class: "chip fallback-chip", type: "button", "data-testid": "fallback-chip" });
  readonly #words = el("span");

  protected build(): void {
    this.#chip.append(icon("warning"), this.#words);
    this.#chip.addEventListener("click", () => {
      if (fallback.peek()?.used) understandFallback();
      else overlay.value = { kind: "outputs" };
    });
    this.append(this.#chip);
  }

  protected follow(): void {
    this.effect(() => {
      const { to = null, used = null } = fallback.value ?? {};
      this.hidden = to === null && used === null;
      this.#chip.classList.toggle("is-used", used !== null);
      this.#chip.title = used ? t("fallback.understood") : t("fallback.title");
      if (used) {
        const went = used.to === null ? t("fallback.slate") : String(used.to);
        const reason = used.reason === "frozen" ? "frozen" : "disconnected";
        setText(this.#words, t(`fallback.used.${reason}`, { camera: used.camera, to: went }));
      } else if (to !== null) {
        const where = typeof to === "number" ? String(to) : t(`fallback.${to}`);
        setText(this.#words, t("fallback.armed", { to: where }));
      }
    });
  }
}
customElements.define("regie-fallback-chip", FallbackChip);
