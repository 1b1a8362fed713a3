import { t } from "../../i18n/language";
import { dismiss, overlay } from "../../store/view";
import { el, RegieElement } from "../element";
import { icon } from "../icons";
import { openModal } from "../modal";
import { keyGroups } from "./key-groups";

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
    const groups = keyGroups().map(({ title, rows }) =>
      el("section", {}, el("h3", {}, title), el("dl", {}, ...rows.map(([keys, meaning]) => row(keys, meaning)))),
    );
    return el("div", { class: "keys-list" }, ...groups);
  }
}
customElements.define("regie-keys-overlay", KeysOverlay);

function row(keys: readonly string[], meaning: string): HTMLElement {
  const caps = keys.map((key) => (key === "…" ? key : el("kbd", {}, key)));
  return el("div", {}, el("dt", {}, ...caps), el("dd", {}, meaning));
}
