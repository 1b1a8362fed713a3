import { effect } from "@preact/signals-core";
import type { Rect } from "../layout/rect";

/**
 * An element of the desk: built once, without a shadow root so that tests and styles see one document; its effects and
 * listeners live while it is in the page.
 */
export abstract class RegieElement extends HTMLElement {
  #built = false;
  #stops: (() => void)[] = [];

  /** Makes the children; called once. */
  protected abstract build(): void;

  /** Starts effects and listeners; called each time the element comes into the page. */
  protected abstract follow(): void;

  connectedCallback(): void {
    if (!this.#built) this.build();
    this.#built = true;
    this.follow();
  }

  disconnectedCallback(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** Runs now and whenever a signal that it read changes. */
  protected effect(run: () => void): void {
    this.#stops.push(effect(run));
  }

  /** Undoes something when the element leaves the page. */
  protected undo(stop: () => void): void {
    this.#stops.push(stop);
  }
}

/** Attributes of a new element: a string, or whether it is there. */
type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A new HTML element with its attributes and children. Text is never read as markup. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** Sets a text, and touches the page only when it is another one. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Puts an element at its place in what contains it. */
export function putAt({ style }: HTMLElement, { x, y, width, height }: Rect): void {
  // Whole pixels: a frame of three pixels is three everywhere.
  style.left = `${Math.round(x)}px`;
  style.top = `${Math.round(y)}px`;
  style.width = `${Math.round(x + width) - Math.round(x)}px`;
  style.height = `${Math.round(y + height) - Math.round(y)}px`;
}

/**
 * Calls back at the press itself, as a hardware switcher does, and not at the release; a press by keyboard or by a
 * program comes as a click that no pointer made.
 */
export function onPress(element: HTMLElement, press: (event: Event) => void): void {
  element.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.isPrimary) press(event);
  });
  element.addEventListener("click", (event) => {
    if (event.detail === 0) press(event);
  });
}
