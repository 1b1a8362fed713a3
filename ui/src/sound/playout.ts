/** Samples of a channel in a second, and in a millisecond. */
export const RATE = 48_000;
const PER_MS = RATE / 1_000;

/** Samples of a channel that are kept: 2.7 s, more than a camera's longest delay. A power of two. */
const RING = 131_072;
/** A time that is off by less than this from where the sound before ended is the clocks' jitter, in samples (10 ms). */
const JITTER = 10 * PER_MS;
/** How fast the sound follows its times within that jitter. */
const TRACKING = 0.02;
/** What is off by more than this is played from elsewhere at once, in samples (50 ms); by less, a little faster or slower. */
const JUMP = 50 * PER_MS;
/** What is off by less than this is right, in samples. */
const RIGHT = 0.5 * PER_MS;
/** How much faster or slower: a twentieth of a semitone. */
const BEND = 0.003;
/** Milliseconds between a sound's arrival and the next block of 128 samples that may take it, and one more for peace. */
const MARGIN = 6;
/** The arrivals of so long decide how early sound may be played, in milliseconds, in so many pieces. */
const [MEMORY, PIECES] = [2_000, 8];
/** Samples over which sound appears and goes, so that it does not click. */
const RAMP = 96;

/** A stretch of sound that arrived: samples from its time on, a channel each. */
export interface Stretch {
  /** When it was captured, on the session clock in milliseconds. */
  readonly at: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/**
 * Plays what was captured at a time when that time has come: `shift` milliseconds later on the audio's own clock.
 *
 * The shift is the one that the picture has, so that both are seen and heard together, or more where the sound arrives
 * too late for that: then as little as the latest arrivals of the last seconds need. Pure: no clock, no audio.
 */
export class Playout {
  readonly #left = new Float32Array(RING);
  readonly #right = new Float32Array(RING);
  #arrivals = new Arrivals();
  /** The place behind the newest sample. */
  #end = 0;
  /** The place behind the oldest one that was forgotten. */
  #begin = 0;
  /** Samples on the session clock minus places; none before the first stretch. */
  #origin: number | null = null;
  #read: number | null = null;
  #wanted: number | null = null;
  #gain = 0;
  #last: [number, number] = [0, 0];
  #missed = 0;

  /** Milliseconds that sound is later than the picture, less than 0 where it waits for it; null until both are known. */
  get late(): number | null {
    const needed = this.#arrivals.needed;
    return this.#wanted === null || needed === null ? null : needed - this.#wanted;
  }

  /** Samples that should have been played and were not there. */
  get missed(): number {
    return this.#missed;
  }

  /**
   * The audio's clock minus the session clock for the picture to be seen, in milliseconds; null when there is none. Where
   * `isOther`, it is of other pictures than before, and comes by another way: it is jumped to, between two sounds.
   */
  want(shift: number | null, isOther = false): void {
    this.#wanted = shift;
    if (isOther) [this.#read, this.#arrivals] = [null, new Arrivals()];
  }

  /** Forgets the sound; how it arrives is remembered. */
  clear(): void {
    this.#origin = null;
    this.#read = null;
  }

  /** Takes a stretch that arrived at `now` on the audio's clock, in milliseconds. */
  write({ at, left, right }: Stretch, now: number): void {
    this.#arrivals.add(now, now - at + MARGIN);
    const time = at * PER_MS;
    if (this.#origin === null) {
      this.#origin = time - this.#end;
      this.#begin = this.#end;
    }
    const off = time - this.#origin - this.#end;
    if (Math.abs(off) <= JITTER) this.#origin += off * TRACKING;
    else if (off > 0 && off < RING / 2) this.#fill(Math.round(off));
    else if (off < 0 && -off < this.#end - this.#begin) this.#end += Math.round(off);
    else {
      // Another clock: an engine that was restarted.
      this.clear();
      this.#origin = time - this.#end;
      this.#begin = this.#end;
    }
    for (let sample = 0; sample < left.length; sample++) {
      const place = (this.#end + sample) & (RING - 1);
      this.#left[place] = left[sample] ?? 0;
      this.#right[place] = right[sample] ?? 0;
    }
    this.#end += left.length;
    this.#begin = Math.max(this.#begin, this.#end - RING);
  }

  /** Fills a block whose first sample is heard at `now` on the audio's clock, in milliseconds. */
  read(left: Float32Array, right: Float32Array, now: number): void {
    const due = this.#due(now);
    let place = this.#place(due, left.length);
    const off = due === null || place === null ? 0 : due - place;
    const pace = Math.abs(off) < RIGHT ? 1 : 1 + Math.max(-BEND, Math.min(BEND, off / RATE));
    for (let sample = 0; sample < left.length; sample++) {
      const there = place !== null && place >= this.#begin && place + 1 < this.#end;
      if (there && place !== null) {
        this.#last = [between(this.#left, place), between(this.#right, place)];
        place += pace;
      } else if (place !== null) {
        this.#missed++;
        place += 1;
      }
      this.#gain = Math.max(0, Math.min(1, this.#gain + (there ? 1 : -1) / RAMP));
      left[sample] = this.#last[0] * this.#gain;
      right[sample] = this.#last[1] * this.#gain;
    }
    this.#read = place;
  }

  /** The place that is due at a time. */
  #due(now: number): number | null {
    const needed = this.#arrivals.needed;
    if (this.#origin === null || needed === null) return null;
    return (now - Math.max(needed, this.#wanted ?? needed)) * PER_MS - this.#origin;
  }

  /** Where to go on: where it was, or where it is due when that is far off or not there. */
  #place(due: number | null, length: number): number | null {
    if (due === null) return null;
    const read = this.#read;
    const holds = read !== null && read >= this.#begin && read + length + 1 < this.#end;
    return read === null || !holds || Math.abs(due - read) > JUMP ? due : read;
  }

  #fill(samples: number): void {
    for (let sample = 0; sample < samples; sample++) {
      const place = (this.#end + sample) & (RING - 1);
      this.#left[place] = 0;
      this.#right[place] = 0;
    }
    this.#end += samples;
  }
}

/** What shift the latest arrivals of the last seconds need. */
class Arrivals {
  #pieces: { from: number; most: number }[] = [];

  /** The least shift at which all of them would have come in time. */
  get needed(): number | null {
    return this.#pieces.length === 0 ? null : Math.max(...this.#pieces.map(({ most }) => most));
  }

  add(now: number, shift: number): void {
    const newest = this.#pieces[this.#pieces.length - 1];
    if (newest && now - newest.from < MEMORY / PIECES) newest.most = Math.max(newest.most, shift);
    else this.#pieces.push({ from: now, most: shift });
    this.#pieces = this.#pieces.filter(({ from }) => now - from < MEMORY);
  }
}

function between(samples: Float32Array, place: number): number {
  const before = Math.floor(place);
  const share = place - before;
  const a = samples[before & (RING - 1)] ?? 0;
  return share === 0 ? a : a + ((samples[(before + 1) & (RING - 1)] ?? 0) - a) * share;
}
