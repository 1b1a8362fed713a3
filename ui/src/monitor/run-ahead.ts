import { type Decoder, isSame } from "./decoder";
import type { Config, Frame } from "./wire";

/** Frames of a lead-in that are waited with: more than a decoder takes at once. */
const LONGEST = 600;

/**
 * A replay's first decoder, which has decoded the lead-in of the replay to come before anybody has asked for it: it is given
 * program's frames as they were a replay's length ago, and shows none of them. A replay that begins just there goes on with
 * the frame behind them; any other one begins anew.
 */
export class RunAhead {
  readonly #decoder: Decoder;
  /** The newest keyframe that it was given, and the newest frame; null while it has none. */
  #has: { key: number; size: number; last: number } | null = null;
  /** What the replay's decoder is to be told, and its frames that are decoded already, until it is known whether it goes on. */
  #joining: { config: Config | null; frames: Frame[] } | null = null;

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
  }

  /** Whether it has run ahead of a replay that has not begun. */
  get isReady(): boolean {
    return this.#has !== null;
  }

  /** How what was on program so long ago is to be decoded. */
  configureAhead(config: Config): void {
    this.#has = null;
    this.#decoder.configure(config);
  }

  /** The next frame of what was on program so long ago. */
  decodeAhead(frame: Frame): void {
    if (frame.key) this.#has = { key: frame.timestamp, size: frame.data.length, last: frame.timestamp };
    if (!this.#has) return;
    this.#has.last = frame.timestamp;
    this.#decoder.decode({ ...frame, hidden: true });
  }

  /** Its decoder lost its way: what comes next is not what it had. */
  lost(): void {
    this.#has = null;
  }

  /** A replay begins. */
  begin(): void {
    if (this.#has) this.#joining = { config: null, frames: [] };
    else this.#decoder.reset();
  }

  /** How a replay's frames are to be decoded. */
  configure(config: Config): void {
    if (this.#joining && this.#joining.frames.length === 0) this.#joining.config = config;
    else {
      this.#join();
      this.#decoder.configure(config);
    }
  }

  /** The next frame of a replay. */
  decode(frame: Frame): void {
    if (this.#joining) this.#follow(this.#joining, frame);
    else this.#decoder.decode(frame);
  }

  /** Forgets everything. */
  reset(): void {
    this.#has = null;
    this.#joining = null;
    this.#decoder.reset();
  }

  /** A frame of a replay of which it is not known yet whether it goes on where this is. */
  #follow(joining: { config: Config | null; frames: Frame[] }, frame: Frame): void {
    const has = this.#has;
    if (!has || (joining.frames.length === 0 && !this.#isSameGroup(has, joining.config, frame))) {
      this.#join();
      this.#decoder.decode(frame);
    } else if (frame.hidden && frame.timestamp <= has.last && joining.frames.length < LONGEST) {
      joining.frames.push(frame);
    } else {
      // One that is to be seen and was decoded already is decoded once more, with what it needs.
      if (frame.timestamp > has.last) joining.frames.length = 0;
      else this.#decoder.reset();
      joining.config = frame.timestamp > has.last ? null : joining.config;
      this.#join();
      this.#decoder.decode(frame);
    }
  }

  #isSameGroup(has: { key: number; size: number }, config: Config | null, frame: Frame): boolean {
    const own = this.#decoder.config;
    const isAsBefore = config === null || (own !== null && isSame(own, config));
    return isAsBefore && frame.key && frame.timestamp === has.key && frame.data.length === has.size;
  }

  /** It is known: what was waited with is decoded. */
  #join(): void {
    const joining = this.#joining;
    this.#joining = null;
    this.#has = null;
    if (joining?.config) this.#decoder.configure(joining.config);
    for (const frame of joining?.frames ?? []) this.#decoder.decode(frame);
  }
}
