import { t } from "../../i18n/language";
import { length } from "../../i18n/length";
import { remaining } from "../../i18n/time";
import type { Clip } from "../../protocol/Clip";
import type { Playlist } from "../../protocol/Playlist";
import type { PlaylistEntry } from "../../protocol/PlaylistEntry";
import { changeEntry, removeEntry } from "../../store/clip-orders";
import { clipsById, firstCamera } from "../../store/clips";
import { cameras } from "../../store/desk";
import { ENTRY_SPEEDS, entryLeft, entryLength, playing, playlist } from "../../store/playlists";
import { el, RegieElement, setText } from "../element";
import { angleCap, Still } from "./still";
import { tool } from "./tool";

/** An entry of the playlist that is seen: its clip, how fast, from where; and how long it still plays while it does. */
export class EntryRow extends RegieElement {
  readonly #index: number;
  readonly #number = el("span", { class: "entry-number" });
  readonly #still = new Still();
  readonly #name = el("strong", { class: "row-name", dir: "auto" });
  readonly #length = el("span", { class: "row-length" });
  readonly #speed = el("select", { "data-testid": "entry-speed", title: t("entry.speed") });
  readonly #angle = el("select", { "data-testid": "entry-angle", title: t("entry.angle") });

  constructor(index: number) {
    super();
    this.#index = index;
  }

  protected build(): void {
    this.className = "row entry-row";
    this.dataset.testid = "entry";
    this.title = t("entry.help");
    this.#speed.setAttribute("aria-label", t("entry.speed"));
    this.#angle.setAttribute("aria-label", t("entry.angle"));
    this.#speed.addEventListener("change", () => this.#change({ speed: Number(this.#speed.value) }));
    this.#angle.addEventListener("change", () => {
      this.#change({ camera: this.#angle.value === "" ? null : Number(this.#angle.value) });
    });
    const remove = tool("close", t("entry.remove"), "entry-remove", () => {
      const list = playlist.peek();
      if (list) removeEntry(list, this.#index);
    });
    this.append(
      this.#number,
      this.#still,
      el("div", { class: "row-line" }, this.#name, this.#length),
      el("div", { class: "row-line" }, this.#speed, this.#angle),
      el("div", { class: "row-tools" }, remove),
    );
  }

  protected follow(): void {
    this.effect(() => {
      const list = playlist.value;
      const entry = list?.entries[this.#index];
      if (list && entry) this.#show(list, entry, clipsById.value.get(entry.clip));
    });
  }

  #show({ id }: Playlist, entry: PlaylistEntry, clip: Clip | undefined): void {
    const isOn = playing.value?.playlist === id && playing.value.entry === this.#index;
    this.classList.toggle("is-on", isOn);
    this.classList.toggle("is-gone", !clip);
    this.setAttribute("aria-current", String(isOn));
    setText(this.#number, isOn ? "▶" : String(this.#index + 1));
    setText(this.#name, clip?.name ?? t("entry.gone"));
    const left = isOn ? entryLeft.value : null;
    setText(this.#length, left === null ? length(entryLength(entry, clipsById.value)) : remaining(left));
    const own = clip ? firstCamera(clip) : null;
    this.#still.show(entry.camera ?? own, clip?.from ?? 0);
    offer(
      this.#speed,
      entry.speed,
      [...new Set([...ENTRY_SPEEDS, entry.speed])].sort((a, b) => a - b),
      (speed) => {
        return `${speed} %`;
      },
    );
    const numbers = cameras.value.map(({ number }) => number);
    const angles = entry.camera === null || numbers.includes(entry.camera) ? numbers : [...numbers, entry.camera];
    offer(this.#angle, entry.camera, [null, ...angles], (camera) => {
      return camera === null ? angleCap(clip?.camera ?? null) : String(camera);
    });
    this.setAttribute("aria-label", `${this.#index + 1} ${this.#name.textContent} ${this.#length.textContent}`);
  }

  #change(changes: Partial<PlaylistEntry>): void {
    const list = playlist.peek();
    if (list) changeEntry(list, this.#index, changes);
  }
}
customElements.define("regie-entry-row", EntryRow);

/** What a list offers, and which of it is chosen; it is made anew only when it is another one. */
function offer<Value extends number | null>(
  select: HTMLSelectElement,
  chosen: Value,
  all: readonly Value[],
  name: (value: Value) => string,
): void {
  const options = all.map((value) => [String(value ?? ""), name(value)] as const);
  const key = JSON.stringify(options);
  if (select.dataset.offers !== key) {
    select.dataset.offers = key;
    select.replaceChildren(...options.map(([value, words]) => el("option", { value }, words)));
  }
  select.value = String(chosen ?? "");
}
