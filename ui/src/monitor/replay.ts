import { Decoder } from "./decoder";
import { type NextFrame, Reel } from "./reel";
import { RunAhead } from "./run-ahead";
import type { Config, Frame, Hole, Message } from "./wire";

/** Readings are counted modulo this; what is more than half of it on is behind. */
const READINGS = 256;
/** Pictures that may be in a decoder: as many as it takes. */
const MOST_INSIDE = 600;

/** A decoder for every other reading of a replay, and of which reading each picture is that is to come out of it. */
interface Slot {
  readonly decoder: Decoder;
  /** How it is spoken to by a replay. */
  readonly input: Pick<Decoder, "configure" | "decode" | "reset">;
  readonly inside: { timestamp: number; reading: number }[];
}

/**
 * The pictures of the replay: two decoders, so that the next reading's lead-in (another segment's, or another moment's or
 * angle's) is decoded while this one is shown.
 *
 * Frames and events come by different ways, so a replay's first frames may be here before the desk hears of it: the
 * newest replay that either has named is the one that counts, and nothing of an older or ended one is decoded. Nothing is
 * shown of a reading once a picture of a newer one is.
 */
export class ReplayPictures {
  readonly #slots: readonly [Slot, Slot];
  /** The first one's. */
  readonly #ahead: RunAhead;
  readonly #reel: Reel;
  #id = 0;
  #ended = 0;
  /** The newest reading of which a picture was shown. */
  #reading: number | null = null;
  #picture: VideoFrame | null = null;
  #hole: Hole | null = null;

  /** `show` is called for each picture of the replay `id`, which stays this object's. */
  constructor(show: (id: number, picture: VideoFrame) => void, nextFrame?: NextFrame) {
    this.#reel = new Reel((picture) => {
      this.#picture?.close();
      this.#picture = picture;
      this.#hole = null;
      show(this.#id, picture);
    }, nextFrame);
    const decoder = (inside: Slot["inside"]) =>
      new Decoder({
        picture: (picture) => this.#decoded(inside, picture),
        // A replay is not asked to send anything again: its next keyframe is a second away at most.
        needsKeyframe: () => this.#ahead.lost(),
      });
    const inside: [Slot["inside"], Slot["inside"]] = [[], []];
    const [first, second] = [decoder(inside[0]), decoder(inside[1])];
    this.#ahead = new RunAhead(first);
    this.#slots = [
      { decoder: first, input: this.#ahead, inside: inside[0] },
      { decoder: second, input: second, inside: inside[1] },
    ];
  }

  /** The newest picture of a replay; null when none is decoded yet, or in a hole. Draw it, do not keep it. */
  pictureOf(id: number): VideoFrame | null {
    return id === this.#id ? this.#picture : null;
  }

  /** The hole in which a replay is. */
  holeOf(id: number): Hole | null {
    return id === this.#id ? this.#hole : null;
  }

  /** Makes both decoders ready for the next replay by a keyframe of the pictures that it would show. */
  prepare(config: Config, keyframe: Frame): void {
    if (this.#id > this.#ended) return;
    for (const { decoder } of this.#slots) decoder.prepare(config, keyframe);
  }

  /** A message of what was on program as long ago as the next replay begins. */
  behind(message: Message): void {
    if (this.#id > this.#ended) return;
    if (message.type === "config") this.#ahead.configureAhead(message.config);
    else if (message.type === "frame") this.#ahead.decodeAhead(message.frame);
  }

  configure(reading: number, id: number, config: Config): void {
    if (this.#takes(id)) this.#slot(reading).input.configure(config);
  }

  decode(reading: number, id: number, frame: Frame): void {
    if (!this.#takes(id)) return;
    const { input, inside } = this.#slot(reading);
    if (!frame.hidden) inside.push({ timestamp: frame.timestamp, reading });
    if (inside.length > MOST_INSIDE) inside.shift();
    input.decode(frame);
  }

  /** A replay has nothing to show for now. */
  hole(id: number, hole: Hole): void {
    if (!this.#takes(id)) return;
    this.#hole = hole;
    this.#forgetPictures();
  }

  /** Forgets the frames of a reading's decoder; the id is 0 when the engine lost its place in whatever plays. */
  reset(reading: number, id: number): void {
    if (id === 0 || id === this.#id) this.#slot(reading).input.reset();
  }

  /** The replays up to this one are over. */
  end(id: number): void {
    this.#ended = Math.max(this.#ended, id);
    if (this.#ended >= this.#id) this.#clear();
  }

  /** Forgets everything: the engine that counted the replays may be another one. */
  forget(): void {
    this.#id = 0;
    this.#ended = 0;
    this.#clear();
  }

  /** Shows no replay any more. */
  close(): void {
    this.forget();
    for (const { decoder } of this.#slots) decoder.end();
  }

  #slot(reading: number): Slot {
    return this.#slots[reading % 2 === 0 ? 0 : 1];
  }

  #decoded(inside: Slot["inside"], picture: VideoFrame): void {
    const at = inside.findIndex(({ timestamp }) => timestamp === picture.timestamp);
    const reading = at < 0 ? undefined : inside.splice(0, at + 1)[at]?.reading;
    if (reading === undefined || this.#isOver(reading)) {
      picture.close();
      return;
    }
    this.#reading = reading;
    this.#reel.push(picture);
  }

  /** Whether a newer reading is shown than this. */
  #isOver(reading: number): boolean {
    if (this.#reading === null) return false;
    const behind = (this.#reading - reading + READINGS) % READINGS;
    return behind > 0 && behind < READINGS / 2;
  }

  #takes(id: number): boolean {
    if (id <= this.#ended || id < this.#id) return false;
    if (id > this.#id) {
      this.#ahead.begin();
      this.#slots[1].decoder.reset();
      this.#forget();
      this.#id = id;
    }
    return true;
  }

  #clear(): void {
    for (const { input } of this.#slots) input.reset();
    this.#forget();
  }

  /** Forgets what was shown, and what is in the decoders. */
  #forget(): void {
    for (const { inside } of this.#slots) inside.length = 0;
    this.#reading = null;
    this.#hole = null;
    this.#forgetPictures();
  }

  #forgetPictures(): void {
    this.#reel.clear();
    this.#picture?.close();
    this.#picture = null;
  }
}
