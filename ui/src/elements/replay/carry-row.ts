import type { LongList } from "./long-list";

/** How far a pointer goes before a press carries its row, in CSS pixels: fingers are never quite still. */
const THRESHOLD = 8;

interface Carried {
  readonly pointer: number;
  readonly from: number;
  readonly row: HTMLElement;
  readonly y: number;
  moved: boolean;
}

/** Carries a row of a list whose keys are its places to another place. */
export class CarryRow {
  readonly #list: LongList;
  readonly #move: (from: number, to: number) => void;
  #carried: Carried | null = null;

  constructor(list: LongList, move: (from: number, to: number) => void) {
    this.#list = list;
    this.#move = move;
    list.addEventListener("pointerdown", (event) => this.#begin(event));
    list.addEventListener("pointermove", (event) => this.#go(event));
    list.addEventListener("pointerup", (event) => this.#end(event));
    list.addEventListener("pointercancel", () => this.#putBack());
    list.addEventListener("lostpointercapture", () => this.#putBack());
    list.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Escape" || !this.#carried?.moved) return;
        event.stopPropagation();
        this.#putBack();
      },
      { capture: true },
    );
  }

  #begin(event: PointerEvent): void {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>("[data-key]");
    if (!row || event.button !== 0 || !event.isPrimary || target.closest("button, select")) return;
    // A finger scrolls the list, but by the row's number.
    if (event.pointerType !== "mouse" && !target.closest(".entry-number")) return;
    const { pointerId: pointer, clientY: y } = event;
    this.#carried = { pointer, from: Number(row.dataset.key), row, y, moved: false };
  }

  #go({ pointerId, clientY }: PointerEvent): void {
    const carried = this.#carried;
    if (carried?.pointer !== pointerId) return;
    const way = clientY - carried.y;
    if (!carried.moved && Math.abs(way) < THRESHOLD) return;
    if (!carried.moved) this.#list.setPointerCapture(pointerId);
    carried.moved = true;
    carried.row.classList.add("is-carried");
    carried.row.style.translate = `0 ${way}px`;
    this.#list.scrollTowards(clientY);
    this.#aim(carried.from, this.#list.indexAt(clientY));
  }

  #end({ pointerId, clientY }: PointerEvent): void {
    const carried = this.#carried;
    if (carried?.pointer !== pointerId) return;
    const to = this.#list.indexAt(clientY);
    this.#putBack();
    if (!carried.moved || to === carried.from) return;
    this.#move(carried.from, to);
    this.#list.goTo(to);
  }

  /** Shows where it would go: a line over or under the row that is there. */
  #aim(from: number, to: number | null): void {
    for (const row of this.#list.querySelectorAll<HTMLElement>("[data-key]")) {
      const isThere = to !== null && to !== from && Number(row.dataset.key) === to;
      row.classList.toggle("is-before", isThere && to < from);
      row.classList.toggle("is-behind", isThere && to > from);
    }
  }

  #putBack(): void {
    const carried = this.#carried;
    if (!carried) return;
    this.#carried = null;
    this.#aim(carried.from, null);
    carried.row.classList.remove("is-carried");
    carried.row.style.translate = "";
  }
}
