import { t } from "../../i18n/language";
import { toggleDrawer } from "../../keys/act";
import { drawer, foldDrawer } from "../../store/view";
import { el, onPress, RegieElement } from "../element";
import { icon } from "../icons";

/** Pulls the time line up into the replay drawer. */
export class DrawerKey extends RegieElement {
  readonly #key = el("button", { class: "key drawer-key", type: "button", "data-testid": "drawer-key" });

  protected build(): void {
    this.#key.append(icon("pull"), el("kbd", {}, "V"));
    this.#key.title = t("drawer.open");
    this.#key.setAttribute("aria-label", t("drawer.open"));
    onPress(this.#key, () => (drawer.peek() ? foldDrawer() : toggleDrawer()));
    // The drawer has the focus when it opens, and this key would take it.
    this.#key.addEventListener("mousedown", (event) => event.preventDefault());
    this.append(this.#key);
  }

  protected follow(): void {
    this.effect(() => this.#key.setAttribute("aria-expanded", String(drawer.value)));
  }
}
customElements.define("regie-drawer-key", DrawerKey);
