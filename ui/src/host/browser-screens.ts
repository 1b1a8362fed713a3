import { type Display, NO_SCREEN, offered, type ScreenPage, type ScreenState, type Screens } from "./screens";

/** The window's name: a second press finds the one that is open. */
const NAME = "regie-screen";
/** What the desk and its second screen tell each other, whoever of them was loaded first. */
const CHANNEL = "regie.screen";
/** Size of a window that is put on no display: a picture of 16:9 on the smallest laptop. */
const [WIDTH, HEIGHT] = [1280, 720];

type Word =
  /** The desk asks whether there is a screen. */
  | "who"
  /** The screen is open. */
  | "here"
  /** The screen closes. */
  | "gone"
  /** The desk closes the screen. */
  | "close";

/** The second screen's own page in a browser, which tells the desk that it is there. */
export class BrowserScreen implements ScreenPage {
  readonly isFull = false;

  constructor() {
    const channel = new BroadcastChannel(CHANNEL);
    const say = (word: Word) => channel.postMessage(word);
    channel.addEventListener("message", ({ data }: MessageEvent<Word>) => {
      if (data === "who") say("here");
      else if (data === "close") window.close();
    });
    window.addEventListener("pagehide", () => say("gone"));
    say("here");
  }

  close(): Promise<void> {
    window.close();
    return Promise.resolve();
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

/** The second screen as a window of the browser: on a display of its own where the browser says which there are. */
export class BrowserScreens implements Screens {
  readonly #link: string;
  readonly #channel = new BroadcastChannel(CHANNEL);
  #details: ScreenDetails | null = null;
  #state: ScreenState = NO_SCREEN;
  #tell: (state: ScreenState) => void = () => {};

  /** `link` is the address of the screen's page. */
  constructor(link: string) {
    this.#link = link;
  }

  follow(tell: (state: ScreenState) => void): void {
    this.#tell = tell;
    this.#channel.addEventListener("message", ({ data }: MessageEvent<Word>) => {
      if (data === "here") this.#set({ on: this.#state.on ?? { display: null }, lost: null });
      else if (data === "gone") this.#set({ on: null });
    });
    this.#say("who");
    tell(this.#state);
  }

  async open(display: string | null): Promise<boolean> {
    const displays = await this.#displays();
    const target = displays.find(({ id }) => id === display) ?? offered(displays);
    const screen = this.#details?.screens.find((one) => idOf(one) === target?.id);
    const place = screen
      ? { left: screen.availLeft, top: screen.availTop, width: screen.availWidth, height: screen.availHeight }
      : { width: WIDTH, height: HEIGHT };
    const features = ["popup", ...Object.entries(place).map(([name, value]) => `${name}=${value}`)].join();
    if (!window.open(this.#link, NAME, features)) return false;
    this.#set({ on: { display: target }, lost: null });
    return true;
  }

  close(): Promise<void> {
    this.#say("close");
    return Promise.resolve();
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
    if (lost) this.#say("close");
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
