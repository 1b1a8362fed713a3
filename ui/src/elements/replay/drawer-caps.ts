import { driven } from "../../cue/driven";
import { t } from "../../i18n/language";
import { actInDrawer } from "../../keys/drawer-act";
import type { DrawerAction } from "../../keys/drawer-keys";
import { el, onPress, RegieElement, setText } from "../element";

/** What the keys mean while the drawer has the focus, as keys to be pressed. */
export class DrawerCaps extends RegieElement {
  readonly #pause = el("span");

  protected build(): void {
    this.append(
      this.#key(t("drawer.in"), "I", { do: "in" }),
      this.#key(t("drawer.out"), "O", { do: "out" }),
      this.#key("◀◀", "J", { do: "shuttle", way: -1 }, t("drawer.back")),
      this.#key(this.#pause, "␣", { do: "pause" }, t("drawer.pause")),
      this.#key("▶▶", "L", { do: "shuttle", way: 1 }, t("drawer.forth")),
      this.#key("−1", "←", { do: "step", way: -1 }, t("drawer.step.back")),
      this.#key("+1", "→", { do: "step", way: 1 }, t("drawer.step")),
      this.#key(t("drawer.angles"), "A", { do: "angles" }, t("drawer.angles.help")),
      this.#key(t("drawer.take"), "⏎", { do: "take" }, t("keys.take")),
    );
  }

  protected follow(): void {
    this.effect(() => {
      setText(this.#pause, driven.value?.speed === 0 ? "▶" : "❚❚");
      for (const key of this.querySelectorAll("button")) {
        key.disabled = driven.value === null;
      }
    });
  }

  #key(word: string | HTMLElement, cap: string, action: DrawerAction, title = ""): HTMLElement {
    const key = el("button", { class: `cap is-${action.do}`, type: "button", "data-testid": `drawer-${action.do}` });
    key.append(el("span", { class: "cap-word" }, word), el("kbd", {}, cap));
    if (title) key.title = title;
    if (title) key.setAttribute("aria-label", title);
    onPress(key, () => actInDrawer(action));
    return key;
  }
}
customElements.define("regie-drawer-caps", DrawerCaps);
