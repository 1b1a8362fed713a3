import { computed } from "@preact/signals-core";
import { t } from "../../i18n/language";
import { keepLast, playClip } from "../../store/clip-orders";
import { clips, foundClips, search } from "../../store/clips";
import { settings } from "../../store/desk";
import { el, onPress, RegieElement, setText } from "../element";
import { ClipRow } from "./clip-row";
import { LongList } from "./long-list";

/** The lengths that are kept by one press, in seconds. */
const LASTS = [5, 10, 20, 30] as const;

/** The clips, newest first, what they are searched for, and the keys that keep the last seconds as one. */
export class ClipList extends RegieElement {
  readonly #search = el("input", {
    type: "search",
    autocomplete: "off",
    spellcheck: "false",
    "data-testid": "clip-search",
  });
  readonly #none = el("div", { class: "list-none" });
  readonly #noneWords = el("strong");
  readonly #noneHelp = el("span");
  readonly #list = new LongList({
    keys: computed(() => foundClips.value.map(({ id }) => id)),
    row: (id) => new ClipRow(id),
    choose: (id, event) => playClip(id, event instanceof PointerEvent && event.shiftKey ? "program" : "cue"),
    key: (id, event) => this.#key(id, event),
  });

  /** Gives the focus to its chosen row. */
  override focus(): void {
    this.#list.focus();
  }

  protected build(): void {
    this.#search.placeholder = t("clips.search");
    this.#search.title = t("clips.search.help");
    this.#search.setAttribute("aria-label", t("clips.search"));
    this.#search.addEventListener("input", () => {
      search.value = this.#search.value;
    });
    this.#search.addEventListener("keydown", (event) => this.#searchKey(event));
    const lasts = LASTS.map((seconds) => {
      const title = t("clips.last", { seconds });
      const key = el("button", { class: "chip", type: "button", title, "data-testid": `last-${seconds}` });
      // Read as one row: the last one says what they count.
      key.append(seconds === LASTS[LASTS.length - 1] ? `−${seconds} s` : `−${seconds}`);
      onPress(key, () => void keepLast(seconds));
      return key;
    });
    this.#none.append(this.#noneWords, this.#noneHelp);
    this.append(el("div", { class: "list-head" }, this.#search, ...lasts), this.#list, this.#none);
  }

  protected follow(): void {
    this.#search.value = search.peek();
    this.effect(() => {
      this.#none.hidden = foundClips.value.length > 0;
      this.#list.hidden = !this.#none.hidden;
      const isEmpty = clips.value.length === 0;
      const seconds = Math.round((settings.value?.replay_length ?? 0) / 1000);
      setText(this.#noneWords, isEmpty ? t("clips.none") : t("clips.none.found"));
      setText(this.#noneHelp, isEmpty ? t("clips.none.help", { seconds }) : t("clips.search.help"));
    });
  }

  #key(id: number, event: KeyboardEvent): boolean {
    if (event.key === "Enter") {
      if (!event.repeat) playClip(id, "program");
      return true;
    }
    const row = event.target instanceof Element ? event.target.closest("regie-clip-row") : null;
    return row instanceof ClipRow && row.key(event);
  }

  /** Down and Enter lead to what was found; Escape first takes back what was typed. */
  #searchKey(event: KeyboardEvent): void {
    if (event.key === "Escape" && search.peek() !== "") this.#search.value = search.value = "";
    else if (event.key === "ArrowDown" || event.key === "Enter") this.#list.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
customElements.define("regie-clip-list", ClipList);
