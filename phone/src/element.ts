/** An element that `index.html` has. */
export function part<E extends HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}

/** A text that is the same is left alone, so that a screen reader does not read it again. */
export function say(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
