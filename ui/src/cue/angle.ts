import { sessionNow } from "../store/clock";
import { archive } from "./archive";
import { type Due, Footage } from "./footage";
import { Reader } from "./reader";
import type { Stretch } from "./spans";
import { keptAround, wantedAround } from "./wants";

/** What is asked for again, because it was not complete or the connection broke, waits for so long, in milliseconds. */
const AGAIN = 250;
/** Pictures of so long ago are all there is, in milliseconds: what is younger may be completed. */
const SETTLED = 6_000;

/** One camera of a cue: what of it is fetched and decoded. */
export class Angle {
  readonly camera: number;
  /** The camera's feed when it was in the roster: another one is another camera. */
  readonly feed: number | null;
  readonly footage = new Footage();
  readonly reader: Reader;
  /** Is called when there is more to be shown. */
  changed: () => void;
  #asked: Stretch | null = null;
  #cancel = () => {};
  #again = 0;

  constructor(camera: number, feed: number | null, changed: () => void) {
    [this.camera, this.feed, this.changed] = [camera, feed, changed];
    this.reader = new Reader(this.footage, () => this.changed());
  }

  /** Fetches what a cue at this moment wants of it, and lets go of the rest. */
  follow(at: number, speed: number, isMain: boolean): void {
    const asked = this.#asked;
    const isThere = this.footage.known.around(at) !== null;
    // What is on its way is waited for, unless it is of elsewhere.
    if (asked && !isThere && (at < asked.from || at >= asked.to)) this.#stop();
    if (this.#asked || performance.now() < this.#again) return;
    this.footage.keep(keptAround(at, speed, isMain));
    const now = sessionNow();
    const pieces = wantedAround(at, speed, isMain).flatMap((wanted) => this.footage.known.missing(wanted));
    const piece = pieces.find(({ from }) => from < now);
    if (piece) this.#fetch({ from: piece.from, to: Math.max(piece.from + 1, Math.min(piece.to, now)) });
  }

  /** What is to be shown of it. */
  due(at: number, within: Stretch): Due {
    return this.footage.due(at, within);
  }

  /** Lets go of everything. */
  close(): void {
    this.#stop();
    this.reader.close();
  }

  #stop(): void {
    this.#cancel();
    this.#asked = null;
  }

  #fetch(stretch: Stretch): void {
    this.#asked = stretch;
    const intake = this.footage.intake();
    const isSettled = stretch.to < sessionNow() - SETTLED;
    let first: number | null = null;
    let isReached = false;
    this.#cancel = archive.fetch(this.camera, stretch, false, (message) => {
      if (message?.type === "config") intake(message);
      else if (message?.type === "frame") {
        intake(message);
        const at = message.frame.timestamp / 1_000;
        first ??= at;
        if (isSettled) this.footage.known.add({ from: first, to: at });
        // The lead-in is nothing to look at, and what comes behind is seen with the next display frame.
        const isNews = message.frame.key || (!isReached && at >= stretch.from);
        isReached ||= at >= stretch.from;
        if (!isNews) return;
      } else {
        const until = message?.type === "end" ? message.until : stretch.from;
        this.footage.known.add({ from: stretch.from, to: until });
        // An end is of whole milliseconds; what lies within the last one is none.
        if (until < stretch.to - 1) this.#again = performance.now() + AGAIN;
        this.#asked = null;
      }
      this.changed();
    });
  }
}
