/** A display of this computer. */
export interface Display {
  /** Tells displays apart, for as long as they are where they are. */
  readonly id: string;
  /** As its maker or the system calls it; null when nobody says. */
  readonly name: string | null;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** The system's first one. */
  readonly primary: boolean;
  /** The desk's own window is on it. */
  readonly desk: boolean;
}

/** The second screen as it is now. */
export interface ScreenState {
  /** The displays that there are to choose from; empty where the page may not know. */
  readonly displays: readonly Display[];
  /** Where program is shown; null when it is not. `display` is null when nobody knows which one it is. */
  readonly on: { readonly display: Display | null } | null;
  /** The display that program was on until it was unplugged. */
  readonly lost: Display | null;
}

/** No second screen. */
export const NO_SCREEN: ScreenState = { displays: [], on: null, lost: null };

/** The second screen, whether it is a window of the shell or of the browser. */
export interface Screens {
  /** Tells now and at every change, for as long as the page lives. */
  follow(tell: (state: ScreenState) => void): void;
  /** Shows program on a display, or on the one that offers itself, or in a window to be moved. False when it may not. */
  open(display: string | null): Promise<boolean>;
  /** Closes program's window. */
  close(): Promise<void>;
}

/** The second screen's own page. */
export interface ScreenPage {
  /** Its window covers its display by itself. */
  readonly isFull: boolean;
  /** Closes the window that the page is in. */
  close(): Promise<void>;
}

/** The display that offers itself: without the desk, which it would cover, and rather not the first one. */
export function offered(displays: readonly Display[]): Display | null {
  const others = displays.filter(({ desk }) => !desk);
  return others.find(({ primary }) => !primary) ?? others[0] ?? null;
}
