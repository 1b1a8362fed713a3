import { signal } from "@preact/signals-core";
import { type Display, NO_SCREEN, type ScreenState, type Screens } from "../host/screens";
import { t } from "../i18n/language";
import { notify } from "./view";

/** The second screen. It belongs to this computer; the engine never hears of it. */
export const screen = signal<ScreenState>(NO_SCREEN);

let screens: Screens | null = null;
/** The lost display that the show goes on without. */
let without: string | null = null;

/** Says who opens the second screen, and follows it. */
export function openScreensBy(by: Screens): void {
  screens = by;
  by.follow((state) => {
    if (!state.lost) without = null;
    screen.value = without !== null && state.lost?.id === without ? { ...state, lost: null } : state;
  });
}

/** Shows program on a display, or on the one that offers itself. To be called from a press. */
export async function openScreen(display: string | null = null): Promise<void> {
  if ((await screens?.open(display)) === false) notify(t("screen.refused"));
}

/** Closes the second screen. */
export function closeScreen(): void {
  void screens?.close();
}

/** The show goes on without the display that was lost: it is no alarm any more. */
export function doWithoutScreen(): void {
  without = screen.peek().lost?.id ?? null;
  screen.value = { ...screen.peek(), lost: null };
}

/** Opens the second screen, or closes it. */
export function toggleScreen(): void {
  if (screen.peek().on) closeScreen();
  else void openScreen();
}

/** What a display is called. */
export function displayName({ name, width, height }: Display): string {
  const size = `${width}×${height}`;
  return name === null ? size : `${name}, ${size}`;
}
