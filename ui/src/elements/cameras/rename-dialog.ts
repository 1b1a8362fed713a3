import { t } from "../../i18n/language";
import { cameras, settings } from "../../store/desk";
import { rename } from "../../store/orders";
import { dismiss, overlay } from "../../store/view";
import { el, RegieElement } from "../element";
import { openModal } from "../modal";

/** Asks for a camera's name. */
export class RenameDialog extends RegieElement {
  readonly #dialog = el("dialog", { class: "dialog rename-dialog", "data-testid": "rename-dialog" });
  /** Whose name it is, whatever number the camera has by the time it is saved. */
  #feed: number | null = null;
  readonly #title = el("h2", { id: "rename-title" });
  readonly #name = el("input", { type: "text", autocomplete: "off", spellcheck: "false" });

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
      if (settings.value) this.#name.maxLength = settings.value.name_limit;
    });
    this.effect(() => {
      const current = overlay.value;
      if (current.kind !== "rename") return this.#dialog.close();
      const camera = cameras.peek().find(({ number }) => number === current.camera);
      if (!camera) return;
      this.#feed = camera.feed;
      this.#title.textContent = t("rename.title", { number: camera.number });
      this.#name.value = camera.name;
      if (!this.#dialog.open) openModal(this.#dialog);
      this.#name.select();
    });
  }

  #save(): void {
    const camera = cameras.peek().find(({ feed }) => feed === this.#feed);
    const name = this.#name.value.trim();
    if (camera && name) rename(camera.number, name);
    dismiss();
  }
}
customElements.define("regie-rename-dialog", RenameDialog);
