import { type ReadonlySignal, signal, untracked } from "@preact/signals-core";
import { isTyping } from "../../keys/typing";
import { rowsIn, scrolledTo } from "../../layout/rows";
import { el, RegieElement } from "../element";

/** What a list is of. Its items are known by their keys. */
export interface Items {
  /** Their keys, in order. */
  readonly keys: ReadonlySignal<readonly number[]>;
  /** A row for an item, which follows it by itself. */
  row(key: number): HTMLElement;
  /** An item was pressed, or reached by the arrows. */
  choose(key: number, event: Event): void;
  /** A key was pressed on a row. Whether it was the row's own. */
  key(key: number, event: KeyboardEvent): boolean;
}

/**
 * Rows of one height of which only those near the seen ones are in the page, so that a thousand cost no more than ten.
 * One of them has the focus: arrows go from row to row. What it takes is no key of the desk any more.
 */
export class LongList extends RegieElement {
  readonly #items: Items;
  readonly #rows = el("div", { class: "long-list-rows" });
  readonly #made = new Map<number, HTMLElement>();
  readonly #chosen = signal<number | null>(null);
  #keys: readonly number[] = [];
  /** The row that was brought last. */
  #brought: number | null = null;
  /** The arrow is held: what it reaches is told when it is let go. */
  #passing = false;

  constructor(items: Items) {
    super();
    this.#items = items;
  }

  /** Gives the focus to the chosen row, or the first. */
  override focus(): void {
    const key = this.#chosen.peek() ?? this.#keys[0];
    if (key !== undefined) this.goTo(key);
  }

  /** The row that a pointer is over, counted from 0; beyond the rows it is the first or the last. */
  indexAt(y: number): number {
    const { top } = this.#rows.getBoundingClientRect();
    return Math.max(0, Math.min(this.#keys.length - 1, Math.floor((y - top) / this.#height)));
  }

  /** Scrolls a little where a pointer that carries a row is beyond an edge. */
  scrollTowards(y: number): void {
    const { top, bottom } = this.getBoundingClientRect();
    if (y < top) this.scrollTop -= this.#height / 2;
    else if (y > bottom) this.scrollTop += this.#height / 2;
  }

  /** Scrolls to a row, unless somebody is at work here. */
  bring(key: number): void {
    this.#brought = key;
    if (!this.contains(document.activeElement)) this.#scrollTo(key);
  }

  /** Chooses a row, and gives it the focus. */
  goTo(key: number): void {
    if (!this.#keys.includes(key)) return;
    this.#chosen.value = key;
    this.#scrollTo(key);
    this.#made.get(key)?.focus({ preventScroll: true });
  }

  protected build(): void {
    this.#rows.setAttribute("role", "list");
    this.append(this.#rows);
    this.addEventListener("scroll", () => this.#draw());
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("keyup", (event) => this.#reached(event));
    // A finger may be about to scroll: its press counts when it is over.
    this.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse" && event.button === 0) this.#press(event);
    });
    this.addEventListener("click", (event) => {
      if (event instanceof PointerEvent && event.pointerType !== "mouse" && event.detail > 0) this.#press(event);
    });
  }

  protected follow(): void {
    const seen = new ResizeObserver(() => {
      // It may have been brought before there was room for it.
      if (this.#brought === null) this.#draw();
      else this.bring(this.#brought);
    });
    seen.observe(this);
    this.undo(() => seen.disconnect());
    this.effect(() => {
      const keys = this.#items.keys.value;
      untracked(() => this.#take(keys));
    });
    this.effect(() => {
      const chosen = this.#chosen.value;
      for (const [key, row] of this.#made) mark(row, key === chosen);
    });
  }

  get #height(): number {
    return this.#keys.length === 0 ? 0 : this.#rows.offsetHeight / this.#keys.length;
  }

  /** The list is another one: what is seen stays where it is, and so does the focus. */
  #take(keys: readonly number[]): void {
    const height = this.#height;
    const top = this.#keys[Math.round(this.scrollTop / (height || 1))];
    const chosen = this.#chosen.peek();
    const before = chosen === null ? -1 : this.#keys.indexOf(chosen);
    const had = chosen !== null && (this.#made.get(chosen)?.contains(document.activeElement) ?? false);
    this.#keys = keys;
    this.#rows.style.setProperty("--count", String(keys.length));
    const now = top === undefined ? -1 : keys.indexOf(top);
    if (this.scrollTop > 0 && now >= 0) this.scrollTop = now * height;
    if (chosen === null || !keys.includes(chosen)) {
      this.#chosen.value = keys[Math.max(0, Math.min(before, keys.length - 1))] ?? null;
    }
    this.#draw();
    const next = this.#chosen.peek();
    if (had && next !== null && next !== chosen) this.goTo(next);
  }

  #draw(): void {
    const keys = this.#keys;
    const { first, end } = rowsIn(this.scrollTop, this.clientHeight, this.#height, keys.length);
    const wanted = new Map<number, number>();
    for (let index = first; index < end; index++) wanted.set(keys[index] as number, index);
    // The focus is lost with what has it.
    for (const [key, row] of this.#made) {
      const index = row.contains(document.activeElement) ? keys.indexOf(key) : -1;
      if (index >= 0) wanted.set(key, index);
    }
    for (const [key, row] of this.#made) {
      if (wanted.has(key)) continue;
      this.#made.delete(key);
      row.remove();
    }
    const chosen = this.#chosen.peek();
    for (const [key, index] of wanted) {
      const row = this.#made.get(key) ?? this.#make(key, key === chosen);
      row.style.setProperty("--index", String(index));
      row.setAttribute("aria-posinset", String(index + 1));
      row.setAttribute("aria-setsize", String(keys.length));
    }
  }

  #make(key: number, isChosen: boolean): HTMLElement {
    const row = this.#items.row(key);
    row.dataset.key = String(key);
    row.setAttribute("role", "listitem");
    mark(row, isChosen);
    this.#made.set(key, row);
    this.#rows.append(row);
    return row;
  }

  #press(event: PointerEvent): void {
    const target = event.target as Element;
    if (target.closest("button, input, select, [role$=dialog], [data-own-press]")) return;
    const key = this.#keyOf(target);
    if (key === null) return;
    this.#chosen.value = key;
    this.#items.choose(key, event);
  }

  #key(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const key = this.#keyOf(target);
    if (key === null || event.ctrlKey || event.metaKey || isTyping(target, event)) return;
    const to = event.altKey || target !== this.#made.get(key) ? null : this.#reach(key, event.key);
    if (to !== null) {
      this.goTo(to);
      this.#passing = event.repeat;
      if (!event.repeat && to !== key) this.#items.choose(to, event);
    } else if (!this.#items.key(key, event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #reached(event: KeyboardEvent): void {
    const key = this.#chosen.peek();
    if (this.#passing && key !== null) this.#items.choose(key, event);
    this.#passing = false;
  }

  /** The row that a key leads to from another one; null when it is no such key. */
  #reach(from: number, key: string): number | null {
    const at = this.#keys.indexOf(from);
    const page = Math.max(1, Math.floor(this.clientHeight / (this.#height || 1)) - 1);
    const steps: Record<string, number> = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      PageUp: at - page,
      PageDown: at + page,
      Home: 0,
      End: this.#keys.length - 1,
    };
    const to = Object.hasOwn(steps, key) ? steps[key] : undefined;
    if (to === undefined) return null;
    return this.#keys[Math.max(0, Math.min(to, this.#keys.length - 1))] ?? null;
  }

  #scrollTo(key: number): void {
    const index = this.#keys.indexOf(key);
    if (index >= 0) this.scrollTop = scrolledTo(index, this.scrollTop, this.clientHeight, this.#height);
    this.#draw();
  }

  #keyOf(target: Element): number | null {
    const key = target.closest<HTMLElement>("[data-key]")?.dataset.key;
    return key === undefined ? null : Number(key);
  }
}
customElements.define("regie-long-list", LongList);

function mark(row: HTMLElement, isChosen: boolean): void {
  row.tabIndex = isChosen ? 0 : -1;
  row.classList.toggle("is-chosen", isChosen);
}
