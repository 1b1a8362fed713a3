import { computed } from "@preact/signals-core";
import { t } from "../../i18n/language";
import { cueEntry, moveEntry, playPlaylist, removeEntry } from "../../store/clip-orders";
import { playing, playlist } from "../../store/playlists";
import { clipTab } from "../../store/view";
import { el, RegieElement } from "../element";
import { CarryRow } from "./carry-row";
import { EntryRow } from "./entry-row";
import { LongList } from "./long-list";
import { PlaylistHead } from "./playlist-head";

/** How many entries there are: they are known by their places, and each row follows what stands there. */
const count = computed(() => playlist.value?.entries.length ?? 0);

/** The entry of it that is on program. */
const onAir = computed(() => (playing.value?.playlist === playlist.value?.id ? (playing.value?.entry ?? null) : null));

/** A playlist: its clips in the order in which they play, which may be changed while they do. */
export class PlaylistList extends RegieElement {
  readonly #none = el("div", { class: "list-none" });
  readonly #list = new LongList({
    keys: computed(() => Array.from({ length: count.value }, (_, index) => index)),
    row: (index) => new EntryRow(index),
    choose: (index, event) => choose(index, event),
    key: (index, event) => this.#key(index, event),
  });

  /** Gives the focus to its chosen row. */
  override focus(): void {
    this.#list.focus();
  }

  protected build(): void {
    this.#none.append(el("strong", {}, t("playlist.none")), el("span", {}, t("playlist.none.help")));
    this.append(new PlaylistHead(), this.#list, this.#none);
    new CarryRow(this.#list, (from, to) => {
      const list = playlist.peek();
      if (list) moveEntry(list, from, to);
    });
  }

  protected follow(): void {
    this.effect(() => {
      this.#none.hidden = count.value > 0;
      this.#list.hidden = !this.#none.hidden;
    });
    this.effect(() => {
      const entry = onAir.value;
      if (entry !== null && clipTab.value === "playlist") this.#list.bring(entry);
    });
  }

  #key(index: number, { key, altKey }: KeyboardEvent): boolean {
    const list = playlist.peek();
    if (!list) return false;
    if (altKey) {
      const to = key === "ArrowUp" ? index - 1 : key === "ArrowDown" ? index + 1 : null;
      if (to === null) return false;
      if (to < 0 || to >= list.entries.length) return true;
      moveEntry(list, index, to);
      this.#list.goTo(to);
      return true;
    }
    switch (key) {
      case "Enter":
        playPlaylist(list.id, index);
        return true;
      case "Delete":
      case "Backspace":
        removeEntry(list, index);
        return true;
      default:
        return false;
    }
  }
}
customElements.define("regie-playlist-list", PlaylistList);

function choose(index: number, event: Event): void {
  const list = playlist.peek();
  const entry = list?.entries[index];
  if (!list || !entry) return;
  if (event instanceof PointerEvent && event.shiftKey) playPlaylist(list.id, index);
  else cueEntry(entry);
}
