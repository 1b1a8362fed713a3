import { t } from "../i18n/language";
import { cameras } from "../store/desk";
import { rename } from "../store/orders";
import { dismiss, overlay } from "../store/view";
import { el, RegieElement } from "./element";
import { openModal } from "./modal";

/** Longest name that the engine keeps, in characters. */
const LONGEST_NAME = 40;

/** Asks for a camera's name. */
export class RenameDialog extends RegieElement {
  readonly #dialog = el("dialog", { class: "dialog rename-dialog", "data-testid": "rename-dialog" });
  readonly #title = el("h2", { id: "rename-title" });
  readonly #name = el("input", { type: "text", maxlength: LONGEST_NAME, autocomplete: "off", spellcheck: "false" });

  protected build(): void {
    const cancel = el("button", { class: "key", type: "button" }, t("rename.cancel"), el("kbd", {}, t("key.escape")));
    cancel.addEventListener("click", () => dismiss());
    const save = el("button", { class: "key key-main", type: "submit" }, t("rename.save"));
    save.append(el("kbd", {}, t("key.enter")));
    const form = el("form", {}, this.#title, this.#name, el("div", { class: "dialog-keys" }, cancel, save));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    this.#name.setAttribute("aria-labelledby", this.#title.id);
    this.#dialog.addEventListener("close", () => overlay.peek().kind === "rename" && dismiss());
    this.#dialog.append(form);
    this.append(this.#dialog);
  }

  protected follow(): void {
    this.effect(() => {
      const current = overlay.value;
      if (current.kind !== "rename") return this.#dialog.close();
      const camera = cameras.peek().find(({ number }) => number === current.camera);
      if (!camera) return;
      this.#title.textContent = t("rename.title", { number: camera.number });
      this.#name.value = camera.name;
      if (!this.#dialog.open) openModal(this.#dialog);
      this.#name.select();
    });
  }

  #save(): void {
    const current = overlay.peek();
    const name = this.#name.value.trim();
    if (current.kind === "rename" && name) rename(current.camera, name);
    dismiss();
  }
}
customElements.define("regie-rename-dialog", RenameDialog);
