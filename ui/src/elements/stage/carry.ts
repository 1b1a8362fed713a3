import { chooseCamera } from "../../cue/drive";
import { renumber } from "../../store/orders";

/** How far a pointer goes before a press on a label carries its tile, in CSS pixels: fingers are never quite still. */
const THRESHOLD = 8;

/** A tile, or a place that waits for its camera. */
export interface Spot {
  readonly number: number;
  readonly element: HTMLElement;
}

interface Carried {
  readonly pointer: number;
  readonly number: number;
  readonly tile: HTMLElement;
  readonly x: number;
  readonly y: number;
  moved: boolean;
  target: Spot | null;
}

/** Carries a tile by its label to another place: the two cameras swap their numbers. A press without a way cuts. */
export class Carry {
  readonly #spots: () => readonly Spot[];
  #carried: Carried | null = null;

  /** Listens on the element that has all of the spots in it; the way to stop comes back. */
  static on(pictures: HTMLElement, spots: () => readonly Spot[]): () => void {
    const carry = new Carry(spots);
    const listening = new AbortController();
    const listen = <Kind extends keyof HTMLElementEventMap>(
      kind: Kind,
      act: (event: HTMLElementEventMap[Kind]) => void,
      to: HTMLElement | Document = pictures,
    ) => to.addEventListener(kind, act as EventListener, { signal: listening.signal, capture: to === document });
    listen("pointerdown", (event) => carry.#begin(event));
    listen("pointermove", (event) => carry.#move(event));
    listen("pointerup", (event) => carry.#end(event));
    listen("pointercancel", () => carry.#putBack());
    listen("lostpointercapture", () => carry.#putBack());
    listen("keydown", (event) => carry.#key(event), document);
    return () => {
      listening.abort();
      carry.#putBack();
    };
  }

  private constructor(spots: () => readonly Spot[]) {
    this.#spots = spots;
  }

  #begin(event: PointerEvent): void {
    const label = (event.target as Element).closest<HTMLElement>(".tile-label");
    const tile = label?.closest<HTMLElement>("regie-tile");
    if (!label || !tile || event.button !== 0 || !event.isPrimary) return;
    label.setPointerCapture(event.pointerId);
    const { pointerId: pointer, clientX: x, clientY: y } = event;
    this.#carried = { pointer, number: Number(tile.dataset.number), tile, x, y, moved: false, target: null };
  }

  #move({ pointerId, clientX, clientY }: PointerEvent): void {
    const carried = this.#carried;
    if (carried?.pointer !== pointerId) return;
    const [x, y] = [clientX - carried.x, clientY - carried.y];
    if (!carried.moved && Math.hypot(x, y) < THRESHOLD) return;
    carried.moved = true;
    carried.tile.classList.add("is-carried");
    carried.tile.style.translate = `${x}px ${y}px`;
    this.#aim(carried, this.#spotAt(carried.number, clientX, clientY));
  }

  #end({ pointerId }: PointerEvent): void {
    const carried = this.#carried;
    if (carried?.pointer !== pointerId) return;
    const { number, moved, target } = carried;
    this.#putBack();
    if (!moved) chooseCamera(number);
    else if (target) void renumber(number, target.number);
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.#carried?.moved) return;
    event.stopPropagation();
    this.#putBack();
  }

  #putBack(): void {
    const carried = this.#carried;
    if (!carried) return;
    this.#carried = null;
    this.#aim(carried, null);
    carried.tile.classList.remove("is-carried");
    carried.tile.style.translate = "";
  }

  #aim(carried: Carried, target: Spot | null): void {
    if (carried.target?.element === target?.element) return;
    carried.target?.element.classList.remove("is-target");
    target?.element.classList.add("is-target");
    carried.target = target;
  }

  #spotAt(carried: number, x: number, y: number): Spot | null {
    const under = this.#spots().find(({ number, element }) => {
      // What is carried is under the pointer wherever it goes.
      if (number === carried || element.hidden) return false;
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return x >= left && x < right && y >= top && y < bottom;
    });
    return under ?? null;
  }
}
