import { untracked } from "@preact/signals-core";
import { t } from "../../i18n/language";
import { clips, marks } from "../../store/clips";
import { playlist } from "../../store/playlists";
import { type ClipTab, clipCalls, clipTab } from "../../store/view";
import { el, onPress, RegieElement, setText } from "../element";
import { ClipList } from "./clip-list";
import { MarkList } from "./mark-list";
import { PlaylistList } from "./playlist-list";

const TABS: readonly ClipTab[] = ["clips", "marks", "playlist"];

/** What was kept of the show: clips, marks and playlists, one list at a time. */
export class Clips extends RegieElement {
  readonly #tabs = new Map<ClipTab, HTMLElement>();
  readonly #counts = new Map<ClipTab, HTMLElement>();
  readonly #lists: ReadonlyMap<ClipTab, HTMLElement> = new Map<ClipTab, HTMLElement>([
    ["clips", new ClipList()],
    ["marks", new MarkList()],
    ["playlist", new PlaylistList()],
  ]);

  protected build(): void {
    this.dataset.testid = "clips";
    const bar = el("div", { class: "clip-tabs", role: "tablist", "aria-label": t("clips.label") });
    for (const tab of TABS) {
      const count = el("span", { class: "clip-count" });
      const key = el("button", { class: "clip-tab", type: "button", role: "tab", "data-testid": `tab-${tab}` });
      key.append(t(`${tab}.title`), " ", count);
      onPress(key, () => {
        clipTab.value = tab;
      });
      this.#tabs.set(tab, key);
      this.#counts.set(tab, count);
    }
    bar.append(...this.#tabs.values());
    bar.addEventListener("keydown", (event) => this.#key(event));
    for (const [tab, list] of this.#lists) {
      list.setAttribute("role", "tabpanel");
      list.setAttribute("aria-label", t(`${tab}.title`));
    }
    this.append(bar, ...this.#lists.values());
  }

  protected follow(): void {
    // Made for a drawer that opens: what was called before is not meant.
    const before = clipCalls.peek();
    this.effect(() => {
      if (clipCalls.value !== before) untracked(() => this.#called());
    });
    this.effect(() => this.#open(clipTab.value));
    this.effect(() => {
      const counts = {
        clips: clips.value.length,
        marks: marks.value.length,
        playlist: playlist.value?.entries.length ?? 0,
      };
      for (const tab of TABS) {
        const count = this.#counts.get(tab);
        if (count) setText(count, counts[tab] > 0 ? String(counts[tab]) : "");
      }
    });
  }

  #key(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.#turn(step);
    this.#tabs.get(clipTab.peek())?.focus();
  }

  /** Somebody wants to be here by a key: in the list that is seen, and from there in the next one. */
  #called(): void {
    if (this.contains(document.activeElement)) this.#turn(1);
    const list = this.#lists.get(clipTab.peek());
    list?.focus();
    // One with nothing in it takes no focus.
    if (!list?.contains(document.activeElement)) this.#tabs.get(clipTab.peek())?.focus();
  }

  #turn(step: 1 | -1): void {
    clipTab.value = TABS[(TABS.indexOf(clipTab.peek()) + step + TABS.length) % TABS.length] ?? "clips";
    // Now, for the focus that follows.
    this.#open(clipTab.peek());
  }

  #open(open: ClipTab): void {
    for (const tab of TABS) {
      const key = this.#tabs.get(tab);
      key?.setAttribute("aria-selected", String(tab === open));
      if (key) key.tabIndex = tab === open ? 0 : -1;
      const list = this.#lists.get(tab);
      if (list) list.hidden = tab !== open;
    }
  }
}
customElements.define("regie-clips", Clips);
