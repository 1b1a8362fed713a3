import { t } from "../../i18n/language";
import { hold, settings } from "../../store/desk";
import { chooseHoldPicture, holdPicture, removeHoldPicture } from "../../store/hold";
import { setHoldText } from "../../store/orders";
import { el, RegieElement } from "../element";
import { icon } from "../icons";
import { HoldSlate } from "./hold-slate";

/** What stands on the hold slate: its words, and its picture, which is chosen or dropped here. */
export class HoldPanel extends RegieElement {
  readonly #slate = new HoldSlate();
  readonly #text = el("input", {
    type: "text",
    autocomplete: "off",
    placeholder: t("screen.slate"),
    "aria-label": t("hold.text"),
    "data-testid": "hold-text",
  });
  readonly #file = el("input", { type: "file", accept: "image/*", hidden: true, "data-testid": "hold-file" });
  readonly #remove = el("button", { class: "key", type: "button", "data-testid": "hold-remove" }, icon("trash"));

  protected build(): void {
    this.className = "section";
    this.dataset.testid = "hold-panel";
    const choose = el("button", { class: "key", type: "button" }, t("hold.picture.choose"));
    choose.addEventListener("click", () => this.#file.click());
    this.#file.addEventListener("change", () => {
      this.#take(this.#file.files);
      // The same file again is a choice too.
      this.#file.value = "";
    });
    this.#remove.append(t("hold.picture.remove"));
    this.#remove.addEventListener("click", () => void removeHoldPicture());
    this.#text.addEventListener("input", () => {
      this.#slate.typed.value = this.#text.value;
    });
    this.#text.addEventListener("change", () => {
      setHoldText(this.#text.value.trim() || null);
      this.#slate.typed.value = null;
    });
    this.#acceptDrops();
    const form = el("form", { class: "hold-form" }, this.#text);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#text.blur();
    });
    this.append(
      el("h3", {}, t("hold.title"), " ", el("kbd", {}, "B")),
      el("div", { class: "hold-preview" }, this.#slate),
      form,
      el("div", { class: "section-keys" }, choose, this.#remove, this.#file),
    );
  }

  protected follow(): void {
    this.effect(() => {
      if (settings.value) this.#text.maxLength = settings.value.hold_text_limit;
    });
    this.effect(() => {
      const text = hold.value?.text ?? "";
      // Not under the hands of who types.
      if (document.activeElement !== this.#text) this.#text.value = text;
    });
    this.effect(() => {
      this.#remove.hidden = holdPicture.value === null;
    });
    this.effect(() => this.classList.toggle("is-on", hold.value?.on ?? false));
  }

  #acceptDrops(): void {
    this.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      this.classList.add("is-over");
    });
    this.addEventListener("dragleave", () => this.classList.remove("is-over"));
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      this.classList.remove("is-over");
      this.#take(event.dataTransfer?.files ?? null);
    });
  }

  #take(files: FileList | null): void {
    const [file] = files ?? [];
    if (file) void chooseHoldPicture(file);
  }
}
customElements.define("regie-hold-panel", HoldPanel);
