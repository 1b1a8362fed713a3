/** What Tab reaches. */
const STOPS = "button, input, select, textarea, summary, a[href], [tabindex]";

/**
 * Opens a dialog over the desk: Tab goes around inside it, also where the browser's own window would be next, and the
 * focus returns to where it was. Where that is gone or hidden by then, to the nearest thing around it that can have it.
 */
export function openModal(dialog: HTMLDialogElement): void {
  const opener = document.activeElement;
  const around = (event: KeyboardEvent) => {
    if (event.key === "Tab") goAround(dialog, event);
  };
  dialog.addEventListener("keydown", around);
  dialog.addEventListener(
    "close",
    () => {
      dialog.removeEventListener("keydown", around);
      returnTo(opener);
    },
    { once: true },
  );
  dialog.showModal();
}

function goAround(dialog: HTMLElement, event: KeyboardEvent): void {
  const stops = [...dialog.querySelectorAll<HTMLElement>(STOPS)].filter(canHaveFocus);
  const [first, last] = [stops[0], stops.at(-1)];
  const leaves = document.activeElement === (event.shiftKey ? first : last);
  if (!leaves && dialog.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

function returnTo(opener: Element | null): void {
  for (let there = opener; there && there !== document.body; there = there.parentElement) {
    const stop = [there, ...there.querySelectorAll(STOPS)].find(canHaveFocus);
    if (!stop) continue;
    stop.focus();
    return;
  }
}

function canHaveFocus(element: Element): element is HTMLElement {
  return element instanceof HTMLElement && element.matches(STOPS) && element.getClientRects().length > 0;
}
