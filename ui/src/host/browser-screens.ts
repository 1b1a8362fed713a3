import { type Display, NO_SCREEN, offered, type ScreenPage, type ScreenState, type Screens } from "./screens";

/** What the desk and its second screen tell each other, whoever of them was loaded first. */
const CHANNEL = "regie.screen";
/** Size of a window that is put on no display: a picture of 16:9 on the smallest laptop. */
const [WIDTH, HEIGHT] = [1280, 720];
/** How long a window that was opened may take until it says so, in milliseconds: a busy machine starts a process. */
const LONGEST_OPENING = 5_000;
/** How long a window may take to close, in milliseconds; a browser that does not let it is left with an empty one. */
const LONGEST_CLOSING = 500;
/** How often the desk asks after a screen that is open, in milliseconds: one whose process ended says nothing. */
const ASK = 2_000;
/** Questions without an answer after which it is gone: one that stands still for some seconds is not. */
const MOST_UNANSWERED = 5;

type Word =
  /** The desk asks whether there is a screen. */
  | { say: "who" }
  /** This screen is open. */
  | { say: "here"; screen: string }
  /** This screen closes. */
  | { say: "gone"; screen: string }
  /** The desk closes every screen but this one. */
  | { say: "close"; but: string | null };

/** The second screen's own page in a browser, which tells the desk that it is there. */
export class BrowserScreen implements ScreenPage {
  readonly isFull = false;
  readonly #channel = new BroadcastChannel(CHANNEL);
  readonly #me: string;
  #closing = false;

  /** `screen` is what the desk calls it; null after a reload. */
  constructor(screen: string | null) {
    this.#me = screen ?? crypto.randomUUID();
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Word>) => {
      if (data.say === "who" && !this.#closing) this.#say("here");
      else if (data.say === "close" && data.but !== this.#me) void this.close();
    });
    window.addEventListener("pagehide", () => this.#say("gone"));
    this.#say("here");
  }

  close(): Promise<void> {
    this.#closing = true;
    // Said now: what a window says while it closes may be lost with its process.
    this.#say("gone");
    window.close();
    // Program is not left before the audience by a browser that closes no window which it says no page opened.
    window.setTimeout(() => window.location.replace("about:blank"), LONGEST_CLOSING);
    return Promise.resolve();
  }

  #say(say: "here" | "gone"): void {
    this.#channel.postMessage({ say, screen: this.#me } satisfies Word);
  }
}

/** A screen of the Window Management API, as much of it as is used here. */
interface ScreenDetailed {
  label: string;
  isPrimary: boolean;
  width: number;
  height: number;
  availLeft: number;
  availTop: number;
  availWidth: number;
  availHeight: number;
}

interface ScreenDetails extends EventTarget {
  screens: readonly ScreenDetailed[];
  currentScreen: ScreenDetailed;
}

declare global {
  interface Window {
    getScreenDetails?(): Promise<ScreenDetails>;
  }
}

/** A window that was asked for. */
interface Opening {
  readonly screen: string;
  readonly display: Display | null;
  /** It is there, or not wanted any more. */
  done(): void;
}

/**
 * The second screen as a window of the browser: on a display of its own where the browser says which there are.
 *
 * The window is opened without a tie to the desk (`noopener`), because tied windows share one thread: whatever held the
 * screen up would hold up the desk. So there is no handle to it, and what is known of it is what it says itself.
 */
export class BrowserScreens implements Screens {
  readonly #link: URL;
  readonly #token: string;
  readonly #channel = new BroadcastChannel(CHANNEL);
  #details: ScreenDetails | null = null;
  #state: ScreenState = NO_SCREEN;
  #tell: (state: ScreenState) => void = () => {};
  #opening: Opening | null = null;
  /** The screen that is open, and where. */
  #open: { readonly screen: string; readonly display: Display | null } | null = null;
  #unanswered = 0;

  /** `link` is the address of the screen's page, and `token` what it needs to show anything. */
  constructor(link: URL, token: string) {
    this.#link = link;
    this.#token = token;
  }

  follow(tell: (state: ScreenState) => void): void {
    this.#tell = tell;
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Word>) => {
      if (data.say === "here") this.#here(data.screen);
      else if (data.say === "gone") this.#gone(data.screen);
    });
    this.#say({ say: "who" });
    window.setInterval(() => this.#ask(), ASK);
    tell(this.#state);
  }

  async open(display: string | null): Promise<boolean> {
    const displays = await this.#displays();
    const target = displays.find(({ id }) => id === display) ?? offered(displays);
    const screen = this.#details?.screens.find((one) => idOf(one) === target?.id);
    const place = screen
      ? { left: screen.availLeft, top: screen.availTop, width: screen.availWidth, height: screen.availHeight }
      : { width: WIDTH, height: HEIGHT };
    const features = ["popup", "noopener", ...Object.entries(place).map(([name, value]) => `${name}=${value}`)].join();
    const name = crypto.randomUUID();
    const link = new URL(this.#link);
    link.hash = new URLSearchParams({ token: this.#token, screen: name }).toString();
    return new Promise((resolve) => {
      this.#opening?.done();
      // One that comes later than this is there all the same, and the desk will say so.
      const timer = window.setTimeout(() => resolve(false), LONGEST_OPENING);
      const done = () => {
        window.clearTimeout(timer);
        resolve(true);
      };
      this.#opening = { screen: name, display: target, done };
      window.open(link.href, "_blank", features);
    });
  }

  close(): Promise<void> {
    this.#say({ say: "close", but: null });
    return Promise.resolve();
  }

  /** A screen says that it is open: the one that was asked for last, or one from before this desk was loaded. */
  #here(screen: string): void {
    this.#unanswered = 0;
    const opening = this.#opening?.screen === screen ? this.#opening : null;
    if (!opening && this.#state.on && this.#open?.screen === screen) return;
    if (opening || this.#open?.screen !== screen) this.#open = { screen, display: opening?.display ?? null };
    if (opening) {
      this.#opening = null;
      opening.done();
      // Program is in one window: where it was before is closed now that it is here.
      this.#say({ say: "close", but: screen });
    }
    this.#set({ on: { display: this.#open.display }, lost: null });
  }

  #gone(screen: string): void {
    if (this.#open?.screen !== screen) return;
    this.#open = null;
    this.#set({ on: null });
  }

  #ask(): void {
    if (!this.#state.on) return;
    if (this.#unanswered++ >= MOST_UNANSWERED) this.#set({ on: null });
    else this.#say({ say: "who" });
  }

  /** The displays, if the browser knows them and the director lets it say. */
  async #displays(): Promise<readonly Display[]> {
    if (!this.#details && window.getScreenDetails) {
      try {
        this.#details = await window.getScreenDetails();
        this.#details.addEventListener("screenschange", () => this.#changed());
      } catch (error) {
        console.info("the browser does not say which displays there are", error);
      }
    }
    this.#changed();
    return this.#state.displays;
  }

  /** Displays came or went. */
  #changed(): void {
    if (!this.#details) return;
    const { currentScreen } = this.#details;
    const displays = this.#details.screens.map((screen) => displayOf(screen, screen === currentScreen));
    const on = this.#state.on?.display;
    const lost = on && !displays.some(({ id }) => id === on.id) ? on : null;
    if (lost) this.#say({ say: "close", but: null });
    this.#set({ displays, ...(lost ? { lost } : {}) });
  }

  #set(change: Partial<ScreenState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell(this.#state);
  }

  #say(word: Word): void {
    this.#channel.postMessage(word);
  }
}

function displayOf(screen: ScreenDetailed, desk: boolean): Display {
  const { label, width, height, isPrimary } = screen;
  return { id: idOf(screen), name: label || null, width, height, primary: isPrimary, desk };
}

function idOf({ label, availLeft, availTop }: ScreenDetailed): string {
  return `${label}@${availLeft},${availTop}`;
}
