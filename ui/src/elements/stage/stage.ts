import { computed, untracked } from "@preact/signals-core";
import { t } from "../../i18n/language";
import { type Direction, neighbour } from "../../layout/neighbour";
import type { Rect } from "../../layout/rect";
import { stageLayout } from "../../layout/stage";
import { labelSize } from "../../layout/tile";
import { cameras, empty, settings } from "../../store/desk";
import { renumber } from "../../store/orders";
import { drawer, panel } from "../../store/view";
import { JoinPanel } from "../cameras/join-panel";
import { el, putAt, RegieElement } from "../element";
import { Carry, type Spot } from "./carry";
import { Place } from "./place";
import { Program } from "./program";
import { Tile } from "./tile";

/** The narrowest page that has room for a panel beside the pictures, in CSS pixels. On others it lies over them. */
const NARROWEST_BESIDE = 960;
/** The lowest page that has room for the drawer under them. */
const LOWEST_ABOVE = 560;

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** The roster's numbers. A cut changes every camera's tally, and laying the page out anew would hold it up. */
const numbers = computed(() => cameras.value.map(({ number }) => number).join());

/** The pictures: program and the multiview, which take all the room there is; or the way in when there is no camera. */
export class Stage extends RegieElement {
  readonly #program = new Program();
  readonly #tiles = new Map<number, Tile>();
  readonly #places: Place[] = [];
  #rects: readonly Rect[] = [];
  /** The number that a camera with the focus gets, until its tile is there. */
  #focusNext: number | null = null;
  readonly #pictures = el("div", { class: "stage-pictures" });
  readonly #join = el("div", { class: "stage-join" });

  protected build(): void {
    this.setAttribute("role", "main");
    this.setAttribute("aria-label", t("stage.label"));
    this.#pictures.append(this.#program);
    this.append(this.#pictures, this.#join);
  }

  protected follow(): void {
    this.effect(() => {
      this.#pictures.hidden = empty.value;
      this.#join.hidden = !empty.value;
      // In the page only while it is shown: the panel has its own.
      const content = empty.value ? [new JoinPanel("large")] : [];
      untracked(() => this.#join.replaceChildren(...content));
    });
    this.effect(() => {
      const all = numbers.value ? numbers.value.split(",").map(Number) : [];
      untracked(() => {
        this.#matchRoster(all);
        this.#lay();
        this.#followFocus();
      });
    });
    this.effect(() => {
      const open = panel.value !== null;
      const pulled = drawer.value;
      untracked(() => this.#lay(open, pulled));
    });
    const observer = new ResizeObserver(() => this.#lay());
    observer.observe(this.#pictures);
    this.undo(() => observer.disconnect());
    this.undo(Carry.on(this.#pictures, () => this.#spots()));
    const onKey = (event: KeyboardEvent) => this.#key(event);
    this.#pictures.addEventListener("keydown", onKey);
    this.undo(() => this.#pictures.removeEventListener("keydown", onKey));
  }

  #matchRoster(numbers: number[]): void {
    for (const [number, tile] of this.#tiles) {
      if (numbers.includes(number)) continue;
      tile.remove();
      this.#tiles.delete(number);
    }
    for (const number of numbers) {
      if (this.#tiles.has(number)) continue;
      const tile = new Tile(number);
      this.#tiles.set(number, tile);
      const next = numbers.find((other) => other > number && this.#tiles.has(other));
      this.#pictures.insertBefore(tile, (next !== undefined && this.#tiles.get(next)) || this.#places[0] || null);
    }
  }

  #lay(open = panel.peek() !== null, pulled = drawer.peek()): void {
    const { clientWidth: width, clientHeight: height } = this.#pictures;
    if (width === 0 || height === 0) return;
    const label = labelSize(Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
    const style = getComputedStyle(this.#pictures);
    const spacing = {
      gap: Number.parseFloat(style.columnGap) || 0,
      frame: Number.parseFloat(getComputedStyle(this.#program).borderTopWidth) || 0,
      label,
    };
    const beside = window.innerWidth >= NARROWEST_BESIDE;
    const above = beside && window.innerHeight >= LOWEST_ABOVE;
    const room = {
      width,
      height,
      panel: beside ? Number.parseFloat(style.rowGap) || 0 : 0,
      open: beside && open,
      drawer: above && pulled ? Number.parseFloat(style.scrollPaddingBottom) || 0 : 0,
    };
    // A camera keeps the place of its number, whoever else comes or goes.
    const { program, places } = stageLayout(room, Math.max(1, ...this.#tiles.keys()), spacing);
    this.#rects = places;
    putAt(this.#program, program);
    places.forEach((rect, index) => {
      const tile = this.#tiles.get(index + 1);
      if (!tile) return;
      putAt(tile, rect);
      tile.setSize(rect.width, rect.height, label);
    });
    this.#layFreePlaces(places);
  }

  #layFreePlaces(places: Rect[]): void {
    const limit = settings.peek()?.camera_limit ?? places.length;
    const free = places
      .map((rect, index) => ({ rect, number: index + 1 }))
      .filter(({ number }) => {
        return number <= limit && !this.#tiles.has(number);
      });
    while (this.#places.length > free.length) this.#places.pop()?.remove();
    while (this.#places.length < free.length) {
      const place = new Place();
      this.#places.push(place);
      this.#pictures.append(place);
    }
    free.forEach(({ rect, number }, index) => {
      const place = this.#places[index];
      if (!place) return;
      putAt(place, rect);
      place.show(number, index === 0);
    });
  }

  #spots(): Spot[] {
    const tiles = [...this.#tiles].map(([number, element]) => ({ number, element }));
    return [...tiles, ...this.#places.map((element) => ({ number: element.number, element }))];
  }

  /** Alt and an arrow carry the camera in focus to the place in that direction. */
  #key(event: KeyboardEvent): void {
    const direction = ARROWS[event.key];
    const tile = (event.target as Element).closest<HTMLElement>("regie-tile");
    if (!direction || !tile || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // With Alt, browsers leave the page by an arrow.
    event.preventDefault();
    const number = Number(tile.dataset.number);
    const to = neighbour(this.#rects.slice(0, settings.peek()?.camera_limit), number - 1, direction);
    if (to !== null) void this.#carry(number, to + 1);
  }

  async #carry(number: number, to: number): Promise<void> {
    this.#focusNext = to;
    if (await renumber(number, to)) this.#followFocus();
    else this.#focusNext = null;
  }

  /** The focus stays with the camera, whose tile is another one now. */
  #followFocus(): void {
    const tile = this.#focusNext === null ? undefined : this.#tiles.get(this.#focusNext);
    if (!tile) return;
    this.#focusNext = null;
    tile.focus();
  }
}
customElements.define("regie-stage", Stage);
