import { DecodeTime } from "./decode-time";
import { Rhythm } from "./rhythm";
import { MOST_BEHIND, Tempo } from "./tempo";
import type { Config, Frame } from "./wire";

/** How long before its time a frame is decoded, in milliseconds, beyond what that takes: a turn of a busy page. */
const EARLY = 60;
/**
 * No frame waits for longer than this, in milliseconds, whatever its time says: the longest delay that can be set, and
 * what a page may add.
 */
const LONGEST = 2_500;
/** Frames that may wait: that long at 60 a second, a few megabytes. Beyond it the oldest are decoded. */
const MOST_HELD = 150;
/** Pictures that may wait, those in the decoder too: of {@link EARLY} at 60 a second, and some more. */
const MOST_PICTURES = 8;
/** How fast the display's phase is followed, of what is left at each picture. */
const TRACKING = 0.05;

/** What of a stream waits for its time, in the order in which it came. */
export type Held =
  | { readonly type: "config"; readonly config: Config }
  | { readonly type: "frame"; readonly frame: Frame }
  | { readonly type: "reset" };

/** Something that waits, since when on the page's clock. */
interface Waiting {
  readonly held: Held;
  readonly since: number;
}

/** What a playout has done at its time. */
export interface PlayoutOwner {
  /** Gives this to the stream's decoder. */
  decode(held: Held): void;
  /** Shows a picture, which is the owner's from then on. */
  show(picture: VideoFrame): void;
}

/**
 * One stream in its own rhythm: each picture is shown at the display frame that is nearest to its time, which is that of
 * its capture and the stream's delay. What is late is shown at once, and what comes behind it in a quicker {@link Tempo}.
 *
 * What waits are frames, not pictures: two seconds of pictures are 180 MB, and decoders that draw into a few buffers of
 * their own stand still when those are kept. They are decoded right before their time, in a few display frames' pictures.
 *
 * Pure: `now` is the page's clock in milliseconds.
 */
export class Playout {
  readonly #owner: PlayoutOwner;
  readonly #decoding = new DecodeTime();
  #rhythm = new Rhythm();
  #tempo = new Tempo();
  /** What is not decoded yet, and since when. */
  #held: Waiting[] = [];
  #pictures: VideoFrame[] = [];
  /** The time of the newest frame that went to the decoder, and of the newest picture that was shown, in microseconds. */
  #decoded = Number.NEGATIVE_INFINITY;
  #shown = Number.NEGATIVE_INFINITY;
  /** When that one was shown, on the page's clock; none where nothing is to be shown by that. */
  #shownAt: number | null = null;
  /** What is added to the pictures' times so that the middle of their jitter is at a display frame, in milliseconds. */
  #phase = 0;
  /** The display frames that were made have shown what was to be shown before this, on the page's clock. */
  #until = 0;

  constructor(owner: PlayoutOwner) {
    this.#owner = owner;
  }

  /** The page's clock minus the session clock for its pictures to be shown, in milliseconds; null before it is known. */
  get shift(): number | null {
    return this.#rhythm.shift;
  }

  /** What it takes to decode a picture, in milliseconds: it has to be there before its time. */
  get decodeTime(): number {
    return this.#decoding.milliseconds;
  }

  /** Says what {@link Playout.shift} is wanted: quickly more, slowly less; or `atOnce`, where somebody asked for it. */
  follow(shift: number, now: number, atOnce = false): void {
    if (this.#rhythm.follow(shift, now, atOnce)) this.#shownAt = null;
  }

  /** Takes what came. */
  take(held: Held, now: number): void {
    this.#held.push({ held, since: now });
    if (held.type === "frame") this.#tempo.came(held.frame.timestamp / 1_000, now);
    this.#decode(now);
  }

  /** Takes a picture that was decoded, for the next display frame at the earliest. */
  picture(picture: VideoFrame, now: number): void {
    this.#decoding.ends(picture.timestamp, now);
    this.#pictures.push(picture);
  }

  /** A display frame is about to be made at `now`, the next one `interval` milliseconds later. */
  displays(now: number, interval: number): void {
    this.#decode(now);
    const near = interval / 2;
    const picture = this.#show(now + near);
    // Where it was late, that says nothing about the display.
    if (picture === null || this.#shownAt !== this.#due(picture)) return;
    const off = this.#due(picture) - now;
    this.#phase = Math.max(-near, Math.min(near, this.#phase - off * TRACKING));
  }

  /** Everything that waits goes to the decoder now, its last picture to be shown: what follows is shown as it comes. */
  flush(): void {
    this.#show(Number.POSITIVE_INFINITY);
    this.#decode(Number.POSITIVE_INFINITY);
  }

  /** Lets go of the pictures that wait, unseen; the frames that the stream goes on with are not theirs. */
  dropPictures(): void {
    for (const picture of this.#pictures.splice(0)) picture.close();
  }

  /** Forgets the stream: what waits is never shown. */
  clear(): void {
    this.dropPictures();
    this.#held = [];
    this.#decoding.clear();
    this.#rhythm = new Rhythm();
    this.#tempo = new Tempo();
    this.#decoded = Number.NEGATIVE_INFINITY;
    this.#shown = Number.NEGATIVE_INFINITY;
    this.#shownAt = null;
  }

  /** When a picture of this time is shown, on the page's clock. */
  #due(timestamp: number): number {
    return timestamp / 1_000 + (this.#rhythm.shift ?? Number.NEGATIVE_INFINITY) + this.#phase;
  }

  /** Gives the decoder what it has to have by now. */
  #decode(now: number): void {
    const soon = now + EARLY + this.#decoding.milliseconds;
    for (let [first] = this.#held; first; [first] = this.#held) {
      const { held, since } = first;
      if (!this.#isSoon(held, soon, now) && now - since < LONGEST && this.#held.length <= MOST_HELD) return;
      this.#held.shift();
      if (held.type === "frame") this.#decodeFrame(held.frame, now);
      else this.#owner.decode(held);
    }
  }

  #isSoon(held: Held, soon: number, now: number): boolean {
    switch (held.type) {
      case "frame": {
        const { timestamp } = held.frame;
        const isRoom = this.#pictures.length + this.#decoding.inside(now) < MOST_PICTURES;
        return this.#isPassed(timestamp, this.#held[1], now) || (isRoom && this.#due(timestamp) <= soon);
      }
      case "config":
        return true;
      case "reset":
        // Whatever came before it is shown before the decoder is gone.
        return this.#due(this.#decoded) <= now && this.#pictures.length === 0;
    }
  }

  /** Whether a frame is too late to be shown, as the one behind it is due too. */
  #isPassed(timestamp: number, next: Waiting | undefined, now: number): boolean {
    const isNextDue = next?.held.type === "frame" && this.#due(next.held.frame.timestamp) <= now;
    return isNextDue && now - this.#due(timestamp) > MOST_BEHIND;
  }

  #decodeFrame(frame: Frame, now: number): void {
    this.#decoded = frame.timestamp;
    const isPassed = this.#isPassed(frame.timestamp, this.#held[0], now);
    // What only leads in where pictures are shown as they come may have its time still to come here.
    const hidden = isPassed || (frame.hidden && this.#due(frame.timestamp) <= now);
    if (!hidden) this.#decoding.begins(frame.timestamp, now);
    this.#owner.decode({ type: "frame", frame: { ...frame, hidden } });
  }

  /** Shows the newest picture that is to be shown before then, and says of what time it is; those before it never are. */
  #show(until: number): number | null {
    let newest: VideoFrame | null = null;
    let shownAt = this.#shownAt;
    for (let [first] = this.#pictures; first; [first] = this.#pictures) {
      const at = this.#showsAt(first.timestamp, shownAt, until);
      if (at >= until) break;
      this.#pictures.shift();
      if (first.timestamp <= this.#shown) {
        first.close();
        continue;
      }
      newest?.close();
      newest = first;
      this.#shown = first.timestamp;
      if (shownAt !== null) shownAt = Math.max(at, this.#until);
    }
    this.#until = until;
    if (!newest) return null;
    this.#shownAt = shownAt ?? until;
    this.#owner.show(newest);
    return newest.timestamp;
  }

  /** When a picture is to be shown: in its rhythm, or when the one that was shown has been on for as long as it is to be. */
  #showsAt(timestamp: number, shownAt: number | null, now: number): number {
    const due = this.#due(timestamp);
    if (shownAt === null) return due;
    const behind = shownAt - this.#due(this.#shown);
    return Math.max(due, shownAt + this.#tempo.stay(this.#shown / 1_000, timestamp / 1_000, behind, now));
  }
}
