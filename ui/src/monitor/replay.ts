import { Decoder } from "./decoder";
import { type NextFrame, Reel } from "./reel";
import type { Config, Frame } from "./wire";

/**
 * The pictures of the replay: two decoders, so that the next segment's lead-in is decoded while this one is shown.
 *
 * Frames and events come by different ways, so a replay's first frames may be here before the desk hears of it: the
 * newest replay that either has named is the one that counts, and nothing of an older or ended one is decoded.
 */
export class ReplayPictures {
  readonly #slots: readonly [Decoder, Decoder];
  readonly #reel: Reel;
  #id = 0;
  #ended = 0;
  #picture: VideoFrame | null = null;

  /** `show` is called for each picture of the replay `id`, which stays this object's. */
  constructor(show: (id: number, picture: VideoFrame) => void, nextFrame?: NextFrame) {
    this.#reel = new Reel((picture) => {
      this.#picture?.close();
      this.#picture = picture;
      show(this.#id, picture);
    }, nextFrame);
    const slot = () =>
      new Decoder({
        picture: (picture) => this.#reel.push(picture),
        // A replay is not asked to send anything again: its next keyframe is a second away at most.
        needsKeyframe: () => {},
      });
    this.#slots = [slot(), slot()];
  }

  /** The newest picture of a replay; null when none is decoded yet. Draw it, do not keep it. */
  pictureOf(id: number): VideoFrame | null {
    return id === this.#id ? this.#picture : null;
  }

  /** Makes both decoders ready for the next replay by a keyframe of the pictures that it would show. */
  prepare(config: Config, keyframe: Frame): void {
    if (this.#id > this.#ended) return;
    for (const slot of this.#slots) slot.prepare(config, keyframe);
  }

  configure(slot: 0 | 1, id: number, config: Config): void {
    if (this.#takes(id)) this.#slots[slot].configure(config);
  }

  decode(slot: 0 | 1, id: number, frame: Frame): void {
    if (this.#takes(id)) this.#slots[slot].decode(frame);
  }

  /** Forgets a slot's frames; the id is 0 when the engine lost its place in whatever plays. */
  reset(slot: 0 | 1, id: number): void {
    if (id === 0 || id === this.#id) this.#slots[slot].reset();
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
    for (const slot of this.#slots) slot.end();
  }

  #takes(id: number): boolean {
    if (id <= this.#ended || id < this.#id) return false;
    if (id > this.#id) {
      this.#clear();
      this.#id = id;
    }
    return true;
  }

  #clear(): void {
    for (const slot of this.#slots) slot.reset();
    this.#reel.clear();
    this.#picture?.close();
    this.#picture = null;
  }
}
