import { computed } from "@preact/signals-core";
import { t } from "../../i18n/language";
import { timeOfDay } from "../../i18n/time";
import { cueMark, removeMark } from "../../store/clip-orders";
import { marks, PRE_ROLLS, preRoll, timeOf } from "../../store/clips";
import { el, RegieElement, setText } from "../element";
import { icon } from "../icons";
import { LongList } from "./long-list";
import { tool } from "./tool";

/** The marks, newest first, and how long before the press M sets one. */
export class MarkList extends RegieElement {
  readonly #choices = el("fieldset", { class: "list-choices", "data-testid": "pre-roll" });
  readonly #none = el("div", { class: "list-none" });
  readonly #list = new LongList({
    keys: computed(() => marks.value.map(({ id }) => id)),
    row: (id) => new MarkRow(id),
    choose: (id) => cue(id),
    key: (id, event) => {
      if (event.altKey || !["Delete", "Backspace", "Enter"].includes(event.key)) return false;
      if (event.key === "Enter") cue(id);
      else removeMark(id);
      return true;
    },
  });

  /** Gives the focus to its chosen row. */
  override focus(): void {
    this.#list.focus();
  }

  protected build(): void {
    this.#choices.setAttribute("aria-label", t("marks.preroll"));
    this.#choices.title = t("marks.preroll");
    this.#choices.append(el("kbd", {}, "M"));
    for (const milliseconds of PRE_ROLLS) {
      const input = el("input", { type: "radio", name: "pre-roll", value: milliseconds });
      input.addEventListener("change", () => {
        preRoll.value = milliseconds;
      });
      const seconds = milliseconds / 1000;
      const words = milliseconds === 0 ? t("marks.preroll.none") : t("marks.preroll.some", { seconds });
      this.#choices.append(el("label", {}, input, el("b", {}, words)));
    }
    this.#none.append(el("strong", {}, t("marks.none")), el("span", {}, t("marks.none.help")));
    this.append(el("div", { class: "list-head" }, this.#choices), this.#list, this.#none);
  }

  protected follow(): void {
    this.effect(() => {
      for (const input of this.#choices.querySelectorAll("input"))
        input.checked = Number(input.value) === preRoll.value;
    });
    this.effect(() => {
      this.#none.hidden = marks.value.length > 0;
      this.#list.hidden = !this.#none.hidden;
    });
  }
}
customElements.define("regie-mark-list", MarkList);

/** A mark: when it is, and what the director called it. */
class MarkRow extends RegieElement {
  readonly #id: number;
  readonly #time = el("strong", { class: "mark-time" });
  readonly #label = el("span", { class: "row-name", dir: "auto" });

  constructor(id: number) {
    super();
    this.#id = id;
  }

  protected build(): void {
    this.className = "row mark-row";
    this.dataset.testid = "mark-row";
    const remove = tool("close", t("mark.remove"), "mark-remove", () => removeMark(this.#id));
    this.append(icon("mark"), this.#time, this.#label, el("div", { class: "row-tools" }, remove));
  }

  protected follow(): void {
    this.effect(() => {
      const mark = marks.value.find(({ id }) => id === this.#id);
      if (!mark) return;
      setText(this.#time, timeOfDay(timeOf(mark.at)));
      setText(this.#label, mark.label ?? "");
      this.setAttribute("aria-label", `${timeOfDay(timeOf(mark.at))} ${mark.label ?? ""}`);
    });
  }
}
customElements.define("regie-mark-row", MarkRow);

function cue(mark: number): void {
  const its = marks.peek().find(({ id }) => id === mark);
  if (its) cueMark(its.at);
}
