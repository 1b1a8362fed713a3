import { computed } from "@preact/signals-core";
import { type Rect, stageLayout } from "../layout/stage";
import { cameras, empty, settings } from "../store/desk";
import { el, RegieElement } from "./element";
import { JoinPanel } from "./join-panel";
import { Place } from "./place";
import { Program } from "./program";
import { Tile } from "./tile";

/** The roster's numbers. A cut changes every camera's tally, and laying the page out anew would hold it up. */
const numbers = computed(() => cameras.value.map(({ number }) => number).join());

/** The pictures: program and the multiview, which take all the room there is; or the way in when there is no camera. */
export class Stage extends RegieElement {
  readonly #program = new Program();
  readonly #tiles = new Map<number, Tile>();
  readonly #places: Place[] = [];
  readonly #pictures = el("div", { class: "stage-pictures" });
  readonly #join = el("div", { class: "stage-join" });

  protected build(): void {
    this.#pictures.append(this.#program);
    this.append(this.#pictures, this.#join);
  }

  protected follow(): void {
    this.effect(() => {
      this.#pictures.hidden = empty.value;
      this.#join.hidden = !empty.value;
      // In the page only while it is shown: the overlay has its own.
      if (empty.value) this.#join.replaceChildren(new JoinPanel("large"));
      else this.#join.replaceChildren();
    });
    this.effect(() => {
      this.#matchRoster(numbers.value ? numbers.value.split(",").map(Number) : []);
      this.#lay();
    });
    const observer = new ResizeObserver(() => this.#lay());
    observer.observe(this.#pictures);
    this.undo(() => observer.disconnect());
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

  #lay(): void {
    const { clientWidth: width, clientHeight: height } = this.#pictures;
    if (width === 0 || height === 0) return;
    const spacing = {
      gap: Number.parseFloat(getComputedStyle(this.#pictures).columnGap) || 0,
      frame: Number.parseFloat(getComputedStyle(this.#program).borderTopWidth) || 0,
    };
    // A camera keeps the place of its number, whoever else comes or goes.
    const { program, places } = stageLayout(width, height, Math.max(1, ...this.#tiles.keys()), spacing);
    put(this.#program, program);
    places.forEach((rect, index) => {
      const tile = this.#tiles.get(index + 1);
      if (!tile) return;
      put(tile, rect);
      tile.setSize(rect.width, rect.height);
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
      put(place, rect);
      place.show(number, index === 0);
    });
  }
}
customElements.define("regie-stage", Stage);

function put({ style }: HTMLElement, { x, y, width, height }: Rect): void {
  // Whole pixels: a frame of three pixels is three everywhere.
  style.left = `${Math.round(x)}px`;
  style.top = `${Math.round(y)}px`;
  style.width = `${Math.round(x + width) - Math.round(x)}px`;
  style.height = `${Math.round(y + height) - Math.round(y)}px`;
}
