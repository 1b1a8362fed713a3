/** Pictures that are further apart than this stand still, in milliseconds: as the engine counts it. */
const STANDSTILL = 150;
/** Turns of the page are looked for so often, and later than twice that it was held up, in milliseconds. */
const TURN = 50;
/** Frames that are remembered while none comes out; what is older is not known any more. */
const MOST = 600;

/** How long the page has been held up in all: by its drawing, and by whatever else keeps it from its turns. */
export class HoldUps {
  #total = 0;
  #turn: number;

  /** `now` is the page's clock, in milliseconds, as everywhere here. */
  constructor(now: number) {
    this.#turn = now;
  }

  /** Looks at the page's turns until what it gives back is called. A hidden page is held up by nothing but the browser. */
  start(): () => void {
    const turns = window.setInterval(() => this.turn(performance.now(), document.hidden), TURN);
    return () => window.clearInterval(turns);
  }

  /** It is the page's turn. */
  turn(now: number, hidden: boolean): void {
    if (!hidden) this.#total = this.until(now);
    this.#turn = now;
  }

  /** Milliseconds until `now`. */
  until(now: number): number {
    const late = now - this.#turn - TURN;
    return this.#total + (late > TURN ? late : 0);
  }
}

/** Where the time of a standstill went on this page, in milliseconds. */
export interface Shares {
  decoder: number;
  drawing: number;
}

/**
 * Watches one camera's frames on their way through the page: into its decoder, out of it, drawn. Says of a gap between
 * two pictures whether the page made the larger part of it; else it came from outside, and the engine knows the cause.
 */
export class Standstill {
  /** The frames to be shown that are in the decoder, the oldest first. */
  #inside: { timestamp: number; at: number; heldUp: number }[] = [];
  #decoder = 0;
  /** When a picture was last drawn, and how long the page had been held up by then. */
  #drawn: { at: number; heldUp: number } | null = null;
  #decoded: { at: number; heldUp: number } | null = null;

  /** `tell` is told of each that the page made. */
  constructor(
    private readonly holdUps: HoldUps,
    private readonly tell: (shares: Shares) => void,
  ) {}

  /** A frame to be shown goes into the decoder. */
  decodes(timestamp: number, now: number): void {
    this.#inside.push({ timestamp, ...this.#mark(now) });
    if (this.#inside.length > MOST) this.#inside.shift();
  }

  /** The picture of that time came out. Those before it were swallowed. */
  decoded(timestamp: number, now: number): void {
    const [oldest] = this.#inside;
    const mark = this.#mark(now);
    if (oldest) {
      const from = this.#decoded && this.#decoded.at > oldest.at ? this.#decoded : oldest;
      this.#decoder += between(from, mark);
    }
    this.#inside = this.#inside.filter((frame) => frame.timestamp > timestamp);
    this.#decoded = mark;
  }

  /** It is drawn, after it was kept back for so long on purpose. */
  drawn(keptBack: number, now: number): void {
    const mark = this.#mark(now);
    const last = this.#drawn;
    const own = this.#decoded ? Math.max(0, between(this.#decoded, mark) - keptBack) : 0;
    const decoder = Math.round(this.#decoder);
    this.#drawn = mark;
    this.#decoder = 0;
    if (!last || now - last.at <= STANDSTILL) return;
    const drawing = Math.round(own + mark.heldUp - last.heldUp);
    if (2 * (decoder + drawing) > now - last.at) this.tell({ decoder, drawing });
  }

  /** What is in the decoder never comes out. */
  reset(): void {
    this.#inside = [];
  }

  /** The stream is over, or not wanted whole: what follows is no standstill. */
  clear(): void {
    this.#inside = [];
    this.#decoder = 0;
    this.#drawn = null;
    this.#decoded = null;
  }

  #mark(now: number): { at: number; heldUp: number } {
    return { at: now, heldUp: this.holdUps.until(now) };
  }
}

/** The time between two moments in which the page was not held up. */
function between(from: { at: number; heldUp: number }, to: { at: number; heldUp: number }): number {
  return to.at - from.at - (to.heldUp - from.heldUp);
}
