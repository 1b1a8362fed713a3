import { Decoder } from "./decoder";
import { Delay } from "./delay";
import { Lag } from "./lag";
import type { TilePace } from "./pace";
import type { Surface } from "./surface";
import type { Config, Frame } from "./wire";

/** What a feed tells its owner. */
export interface FeedOwner {
  /**
   * A new picture, before the tile shows it: the big monitor comes first, and where it has drawn the picture the tile
   * is drawn from there, which saves another conversion. The picture stays the feed's.
   */
  picture(feed: number, picture: VideoFrame, behind: boolean): HTMLCanvasElement | null;
  needsKeyframe(feed: number, overloaded: boolean): void;
}

/** One camera on the desk: its decoder, its newest picture, and its tile. */
export class Feed {
  readonly #decoder: Decoder;
  readonly #pace: TilePace;
  #tile: Surface | null = null;
  #tileDrawnAt = 0;
  #picture: VideoFrame | null = null;
  #pictureAt = 0;
  readonly #lag = new Lag();
  readonly #delay: Delay;

  /** `id` is what the engine calls it. */
  constructor(id: number, pace: TilePace, owner: FeedOwner) {
    this.#pace = pace;
    this.#delay = new Delay((picture, behind, waited) => {
      this.#picture?.close();
      this.#picture = picture;
      this.#pictureAt = performance.now();
      const drawn = owner.picture(id, picture, behind);
      this.#drawTile(drawn ?? picture);
      this.#lag.drew(picture.timestamp / 1_000, performance.now() - waited);
    });
    this.#decoder = new Decoder({
      picture: (picture, behind) => this.#delay.take(picture, behind),
      needsKeyframe: (overloaded) => owner.needsKeyframe(id, overloaded),
    });
  }

  /** The newest picture, for a cut to show at once. It is the feed's: draw it, do not keep it. */
  get picture(): VideoFrame | null {
    return this.#picture;
  }

  /** When the newest picture came out of the decoder, on the page's clock. */
  get pictureAt(): number {
    return this.#pictureAt;
  }

  /** Keeps its pictures back for so many milliseconds from now on. */
  keepBack(milliseconds: number): void {
    this.#delay.milliseconds = milliseconds;
  }

  /**
   * How long after their time its pictures can be drawn: the page's clock minus the session clock, in milliseconds.
   * What they are kept back is not in it.
   */
  get lag(): number | null {
    return this.#lag.value;
  }

  /** Frames that came in and were not shown. */
  get dropped(): number {
    return this.#decoder.dropped;
  }

  /** The configuration that holds now. */
  get config(): Config | null {
    return this.#decoder.config;
  }

  /** Takes the configuration of the next keyframe. */
  configure(config: Config): void {
    this.#decoder.configure(config);
  }

  /** Takes a frame. */
  decode(frame: Frame): void {
    this.#decoder.decode(frame);
  }

  /** From now on shows keyframes alone, or everything again from the next keyframe on. */
  save(on: boolean): void {
    this.#decoder.save(on);
  }

  /** Asks at once for a keyframe, if there is no going on without one. */
  hurry(): void {
    this.#decoder.hurry();
  }

  /** Forgets the stream; the newest picture stays until it is forgotten too. */
  reset(): void {
    this.#decoder.reset();
  }

  /** Where its pictures are shown small. */
  get tile(): Surface | null {
    return this.#tile;
  }

  /** Says where its pictures are shown small; null when its tile is gone. */
  showOn(tile: Surface | null): void {
    this.#tile = tile;
    this.redraw();
  }

  /** Draws the tile again, which got another size. */
  redraw(): void {
    if (this.#picture) this.#tile?.draw(this.#picture);
    else this.#tile?.clear();
  }

  /** Lets go of the newest picture: it is not live any more. */
  forget(): void {
    this.#delay.clear();
    this.#picture?.close();
    this.#picture = null;
    this.#tileDrawnAt = 0;
    this.#lag.clear();
    this.#tile?.clear();
  }

  #drawTile(picture: VideoFrame | HTMLCanvasElement): void {
    const start = performance.now();
    if (!this.#tile || start - this.#tileDrawnAt < this.#pace.interval) return;
    this.#tileDrawnAt = start;
    this.#tile.draw(picture);
    this.#pace.drew(performance.now() - start);
  }
}
