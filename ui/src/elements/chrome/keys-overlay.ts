import { t } from "../../i18n/language";
import { settings } from "../../store/desk";
import { dismiss, overlay } from "../../store/view";
import { el, RegieElement } from "../element";
import { icon } from "../icons";
import { openModal } from "../modal";

/** All keys of the desk. They work while it is open. */
export class KeysOverlay extends RegieElement {
  readonly #dialog = el("dialog", { class: "dialog", "data-testid": "keys" });

  protected build(): void {
    this.#dialog.addEventListener("close", () => overlay.peek().kind === "keys" && dismiss());
    this.append(this.#dialog);
  }

  protected follow(): void {
    this.effect(() => {
      const open = overlay.value.kind === "keys";
      if (open === this.#dialog.open) return;
      if (!open) return this.#dialog.close();
      this.#dialog.replaceChildren(this.#head(), this.#list());
      openModal(this.#dialog);
    });
  }

  #head(): HTMLElement {
    const close = el("button", { class: "chip", type: "button", title: t("close") }, icon("close"));
    close.append(el("kbd", {}, t("key.escape")));
    close.addEventListener("click", () => dismiss());
    return el("header", {}, el("h2", {}, t("keys.title")), close);
  }

  #list(): HTMLElement {
    const seconds = Math.round((settings.peek()?.replay_length ?? 0) / 1000);
    const rows: [string[], string][] = [
      [["1", "…", "9"], t("keys.cut")],
      [["0"], t("keys.cut10")],
      [[t("key.alt"), "1", "…", "6"], t("keys.cut11")],
      [["R"], t("keys.replay", { seconds })],
      [["L", t("key.escape")], t("keys.live")],
      [[t("key.shift"), "R"], t("keys.record")],
      [["B"], t("keys.hold")],
      [["M"], t("keys.mark")],
      [["C"], t("keys.clip", { seconds })],
      [["S"], t("keys.mute")],
      [["H"], t("keys.hear")],
      [["Y"], t("keys.alarm")],
      [["Q"], t("keys.join")],
      [["O"], t("keys.outputs")],
      [["P"], t("keys.screen")],
      [["D"], t("keys.audience")],
      [["E"], t("keys.camera")],
      [["N", "F2"], t("keys.rename")],
      [[t("key.delete")], t("keys.remove")],
      [[t("key.tab")], t("keys.focus")],
      [["←", "→"], t("keys.tools")],
      [[t("key.alt"), "← → ↑ ↓"], t("keys.move")],
      ...(document.fullscreenEnabled ? [[["F"], t("keys.fullscreen")] as [string[], string]] : []),
      [["?"], t("keys.keys")],
    ];
    return el(
      "dl",
      { class: "keys-list" },
      ...rows.map(([keys, meaning]) =>
        el(
          "div",
          {},
          el("dt", {}, ...keys.map((key) => (key === "…" ? key : el("kbd", {}, key)))),
          el("dd", {}, meaning),
        ),
      ),
    );
  }
}
customElements.define("regie-keys-overlay", KeysOverlay);
