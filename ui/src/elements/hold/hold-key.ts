import { t } from "../../i18n/language";
import { hold } from "../../store/desk";
import { pressed, toggleHold } from "../../store/orders";
import { el, onPress, RegieElement } from "../element";

/** The key that puts the hold slate on program, and takes it off again; lit while it is on. */
export class HoldKey extends RegieElement {
  readonly #key = el("button", { class: "key key-large key-hold", type: "button", "data-testid": "hold" });

  protected build(): void {
    this.#key.append(el("span", {}, t("hold.key")), el("kbd", {}, "B"));
    this.#key.title = t("keys.hold");
    onPress(this.#key, toggleHold);
    this.append(this.#key);
  }

  protected follow(): void {
    this.effect(() => this.#key.setAttribute("aria-pressed", String(hold.value?.on ?? false)));
    this.effect(() => this.#key.toggleAttribute("data-pressed", pressed.value.has("hold")));
  }
}
customElements.define("regie-hold-key", HoldKey);
