import { hasHappened, pageTime } from "../store/clock";
import { Decoder } from "./decoder";
import { Delay } from "./delay";
import { Lag } from "./lag";
import type { TilePace } from "./pace";
import { type Held, Playout } from "./playout";
import type { Standstill } from "./standstill";
import type { Surface } from "./surface";
import type { Config, Frame } from "./wire";

/** What a frame takes from the ring to its turn in this page, in milliseconds. */
const HOP = 3;

/** What a feed tells its owner. */
export interface FeedOwner {
  /**
   * A new picture, before the tile shows it: the big monitor comes first, and where it has drawn the picture the tile
   * is drawn from there, which saves another conversion. The picture stays the feed's.
   */
  picture(feed: number, picture: VideoFrame, behind: boolean): HTMLCanvasElement | null;
  /** A frame goes into the decoder. */
  decodes(feed: number, frame: Frame): void;
  /** A picture to be shown came out of the decoder; `behind` when many newer ones are about to follow at once. */
  decoded(feed: number, behind: boolean): void;
  needsKeyframe(feed: number, overloaded: boolean): void;
}

/** One camera on the desk: its decoder, its newest picture, and its tile. */
export class Feed {
  readonly #decoder: Decoder;
  readonly #id: number;
  readonly #owner: FeedOwner;
  readonly #pace: TilePace;
  readonly #standstill: Standstill;
  /** Whether it shows keyframes alone. */
  #saves = false;
  #tile: Surface | null = null;
  #tileDrawnAt = 0;
  #picture: VideoFrame | null = null;
  #pictureAt = 0;
  readonly #lag = new Lag();
  readonly #delay: Delay;
  /** While its pictures are shown in their own rhythm. */
  #playout: Playout | null = null;
  /** How far behind their time they are shown then, in milliseconds, and whether that is asked for at once. */
  #behind = 0;
  #atOnce = false;

  /** `id` is what the engine calls it. */
  constructor(id: number, pace: TilePace, standstill: Standstill, owner: FeedOwner) {
    [this.#id, this.#owner, this.#pace, this.#standstill] = [id, owner, pace, standstill];
    this.#delay = new Delay((picture, behind, waited) => {
      owner.decoded(id, behind);
      this.#show(picture, behind, waited);
      this.#lag.drew(picture.timestamp / 1_000, performance.now() - waited);
    });
    this.#decoder = new Decoder({
      picture: (picture, behind) => this.#decoded(picture, behind),
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
    const shift = this.#playout?.shift ?? null;
    return shift === null ? this.#lag.value : shift - this.#delay.milliseconds;
  }

  /** The same with what they are kept back: how long after their time they are drawn. */
  get shift(): number | null {
    const { lag } = this;
    return lag === null ? null : lag + this.#delay.milliseconds;
  }

  /**
   * Shows its pictures in their own rhythm, so many milliseconds behind their time and what the page itself needs; or,
   * by null, as they come. `atOnce`: with a jump, since somebody asked for another delay.
   */
  playBehind(milliseconds: number | null, atOnce: boolean): void {
    if (milliseconds === null) {
      const playout = this.#playout;
      this.#playout = null;
      playout?.flush();
      return;
    }
    if (!this.#playout) this.#delay.clear();
    this.#playout ??= new Playout({
      decode: (held) => this.#put(held),
      // When it is its time: what it waits for is no standstill.
      show: (picture) => this.#show(picture, false, Number.POSITIVE_INFINITY),
    });
    this.#behind = milliseconds;
    this.#atOnce ||= atOnce;
  }

  /** A display frame is about to be made at `now`, and the next one `interval` later, on the page's clock. */
  displays(now: number, interval: number): void {
    this.#follow(now);
    this.#playout?.displays(now, interval);
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
    this.#take({ type: "config", config });
  }

  /** Takes a frame. */
  decode(frame: Frame): void {
    this.#take({ type: "frame", frame });
  }

  /** From now on shows keyframes alone, or everything again from the next keyframe on. */
  save(on: boolean): void {
    this.#saves = on;
    this.#decoder.save(on);
  }

  /** Asks at once for a keyframe, if there is no going on without one. */
  hurry(): void {
    this.#decoder.hurry();
  }

  /** The stream is lost, or over: what follows it is another one. What came before is shown in its time. */
  reset(): void {
    this.#take({ type: "reset" });
  }

  /** Forgets the stream at once; the newest picture stays until it is forgotten too. */
  end(): void {
    this.#playout?.clear();
    this.#standstill.clear();
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
    this.#playout?.dropPictures();
    this.#picture?.close();
    this.#picture = null;
    this.#tileDrawnAt = 0;
    this.#lag.clear();
    this.#tile?.clear();
  }

  #take(held: Held): void {
    if (!this.#playout) {
      this.#put(held);
      return;
    }
    // The session clock is at no earlier time than that of a picture that is here.
    if (held.type === "frame") hasHappened(held.frame.timestamp / 1_000);
    const now = performance.now();
    this.#follow(now);
    this.#playout.take(held, now);
  }

  /** Says how far behind its pictures are to be shown: what the page itself needs is measured here. */
  #follow(now: number): void {
    const playout = this.#playout;
    if (!playout) return;
    const own = HOP + playout.decodeTime;
    playout.follow(pageTime(0) + this.#behind + this.#delay.milliseconds + own, now, this.#atOnce);
    this.#atOnce = false;
  }

  #put(held: Held): void {
    switch (held.type) {
      case "config":
        this.#decoder.configure(held.config);
        break;
      case "frame":
        if (!held.frame.hidden) this.#standstill.decodes(held.frame.timestamp, performance.now());
        this.#decoder.decode(held.frame);
        this.#owner.decodes(this.#id, held.frame);
        break;
      case "reset":
        this.#standstill.reset();
        this.#decoder.reset();
        break;
    }
  }

  #decoded(picture: VideoFrame, behind: boolean): void {
    this.#standstill.decoded(picture.timestamp, performance.now());
    if (this.#playout === null) {
      this.#delay.take(picture, behind);
      return;
    }
    this.#owner.decoded(this.#id, behind);
    this.#playout.picture(picture, performance.now());
  }

  /** Shows a picture, which is this feed's from then on, after it was kept back for so long on purpose. */
  #show(picture: VideoFrame, behind: boolean, keptBack: number): void {
    this.#picture?.close();
    this.#picture = picture;
    this.#pictureAt = performance.now();
    this.#drawTile(this.#owner.picture(this.#id, picture, behind) ?? picture);
    if (this.#saves) this.#standstill.clear();
    else this.#standstill.drawn(keptBack, performance.now());
  }

  #drawTile(picture: VideoFrame | HTMLCanvasElement): void {
    const start = performance.now();
    if (!this.#tile || start - this.#tileDrawnAt < this.#pace.interval) return;
    this.#tileDrawnAt = start;
    this.#tile.draw(picture);
    this.#pace.drew(performance.now() - start);
  }
}
