import { computed } from "@preact/signals-core";
import { t } from "../../i18n/language";
import type { LinkKind } from "../../protocol/LinkKind";
import { links, settings } from "../../store/desk";
import { connect } from "../../store/orders";
import { el, RegieElement } from "../element";
import { icon } from "../icons";
import { LinkRow } from "./link-row";

/** The links of one kind to other servers: program pushed to them, or cameras pulled from them. */
export class LinksPanel extends RegieElement {
  readonly #kind: LinkKind;
  readonly #ids;
  readonly #rows = el("ul", { class: "links" });
  readonly #byId = new Map<number, HTMLElement>();
  readonly #url = el("input", { type: "url", required: true, autocomplete: "off", spellcheck: "false" });
  readonly #token = el("input", { type: "password", autocomplete: "off", spellcheck: "false" });
  readonly #name = el("input", { type: "text", autocomplete: "off", spellcheck: "false" });

  constructor(kind: LinkKind) {
    super();
    this.#kind = kind;
    this.#ids = computed(() =>
      links.value
        .filter((link) => link.kind === kind)
        .map(({ id }) => id)
        .join(),
    );
  }

  protected build(): void {
    this.className = "section";
    this.dataset.testid = this.#kind;
    this.#url.placeholder = t(`${this.#kind}.url`);
    this.#token.placeholder = t("link.token");
    this.#name.placeholder = t("pull.name");
    for (const [field, name] of [
      [this.#url, "url"],
      [this.#token, "token"],
      [this.#name, "name"],
    ] as const) {
      field.dataset.testid = `${this.#kind}-${name}`;
      field.setAttribute("aria-label", field.placeholder);
    }
    const add = el("button", { class: "key", type: "submit", "data-testid": `${this.#kind}-add` }, icon("plus"));
    add.append(t("link.add"));
    const form = el("form", { class: "link-form" }, this.#url, ...(this.#kind === "pull" ? [this.#name] : []));
    form.append(this.#token, add);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#add();
    });
    const fold = el("details", {}, el("summary", {}, t(`${this.#kind}.add`)), form);
    // Below what there is room for.
    fold.addEventListener("toggle", () => fold.open && this.scrollIntoView({ block: "nearest" }));
    this.append(el("h3", {}, t(`${this.#kind}.title`)), this.#rows, fold);
  }

  protected follow(): void {
    this.effect(() => {
      if (settings.value) this.#name.maxLength = settings.value.name_limit;
    });
    // Rows follow their own links: a state that changes must not take the focus from a key.
    this.effect(() => {
      const ids = this.#ids.value === "" ? [] : this.#ids.value.split(",").map(Number);
      this.#rows.hidden = ids.length === 0;
      this.#matchRows(ids);
    });
  }

  /** A row stays as long as its link: one more must not take the focus from it. */
  #matchRows(ids: readonly number[]): void {
    for (const [id, row] of this.#byId) {
      if (ids.includes(id)) continue;
      row.remove();
      this.#byId.delete(id);
    }
    for (const id of ids) {
      if (this.#byId.has(id)) continue;
      const row = el("li", {}, new LinkRow(id));
      this.#byId.set(id, row);
      this.#rows.append(row);
    }
  }

  async #add(): Promise<void> {
    const [url, token, name] = [this.#url, this.#token, this.#name].map((field) => field.value.trim());
    if (!url || !(await connect(this.#kind, url, token || null, name || null))) return;
    for (const field of [this.#url, this.#token, this.#name]) field.value = "";
    this.#url.focus();
  }
}
customElements.define("regie-links-panel", LinksPanel);
