import { batch, computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals-core";
import type { Source } from "../protocol/Source";
import { feeds, numbers } from "../store/desk";
import { ReplayPictures } from "./replay";
import type { Surface } from "./surface";
import type { Config, Frame, Hole, Message, Stream } from "./wire";

/** A monitor that has had no new picture for this long shows none, in milliseconds: old is not live. */
export const STALE = 3_000;

/** Pause between the pictures drawn of many that come at once, in milliseconds: drawing is what costs. */
const CATCH_UP_PAUSE = 50;

/** What a big monitor's pixels are; null when they are black. */
export type Shown = Exclude<Source, { kind: "slate" | "hold" }> | null;

/** The bus that a big monitor shows. */
export interface Bus {
  /** What is on it. */
  readonly source: ReadonlySignal<Source>;
  /** The camera that is shown before the engine's word on it, if it has a picture. */
  readonly ahead: ReadonlySignal<number | null>;
  /** A camera's newest picture, which stays its owner's. */
  picture(camera: number): VideoFrame | null;
  /** The first picture of a replay is shown: it waits for that. */
  rolling(replay: number): void;
}

/**
 * One bus, large: its cameras' pictures as the feeds give them, and its replay's, which it decodes itself.
 *
 * A cut draws the new camera's newest picture while its event is handled, so it does not wait for that camera's next
 * frame; and one that was pressed here draws it at the press, since the engine's word on it is heard a display frame or
 * more after that (docs/performance.md).
 */
export class BigMonitor {
  readonly #bus: Bus;
  readonly #replay = new ReplayPictures((id, picture) => {
    const source = this.#bus.source.peek();
    const isOn = source.kind === "replay" && source.id === id && this.#ahead() === null;
    if (isOn && !this.#isPulled) this.#draw(source, picture);
  });
  readonly #shown = signal<Shown>(null);
  readonly #replayed = signal<number | null>(null);
  readonly #hole = signal<Hole | null>(null);
  /** The feed that is shown, when it is a camera's, whose number may change. */
  #shownFeed: number | null = null;
  #surface: Surface | null = null;
  #drawnAt = 0;
  /** The replay on the bus, until it is over. */
  #playing = 0;
  #keepsLast = false;
  /** Whether this page fetches the replay's pictures itself. */
  #isPulled = false;

  /** What it shows now. */
  readonly shown = computed(() => this.#shown.value);
  /** When the replay's picture that it shows was taken, on the session clock in ms; null for a live one. */
  readonly replayed = computed(() => this.#replayed.value);

  /** The hole in which its replay is: it is black then. */
  readonly hole = computed(() => this.#hole.value);

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /**
   * Follows its bus until it is told to stop by what this returns. One that keeps the last picture shows it until there is one of the
   * camera that was cut to; others are black until then.
   */
  start(keepsLast: boolean): () => void {
    this.#keepsLast = keepsLast;
    const stops = [
      effect(() => this.#renumber(numbers.value)),
      effect(() => this.#follow(this.#bus.source.value, this.#bus.ahead.value)),
    ];
    return () => {
      for (const stop of stops) stop();
      this.#replay.close();
    };
  }

  /** Takes its canvas; null when that is gone. */
  showOn(surface: Surface | null): void {
    this.#surface = surface;
    this.#blank();
    this.#follow(this.#bus.source.peek(), this.#bus.ahead.peek());
  }

  /** The camera whose pictures it takes. Until a replay's first picture that is the one before it. */
  get camera(): number | null {
    const ahead = this.#ahead();
    if (ahead !== null) return ahead;
    const source = this.#bus.source.peek();
    if (source.kind === "camera") return source.camera;
    const shown = this.#shown.peek();
    return source.kind === "replay" && shown?.kind === "camera" ? shown.camera : null;
  }

  /** A new picture of the camera that it takes. Returns where it was drawn, if it was. */
  picture(picture: VideoFrame, behind: boolean): HTMLCanvasElement | null {
    const camera = this.camera;
    return camera === null ? null : this.#draw({ kind: "camera", camera }, picture, behind);
  }

  /** From now on the replay's pictures are those that it is given, or those again that the engine sends in their time. */
  pull(on: boolean): void {
    this.#isPulled = on;
  }

  /** A picture of the replay that this page fetched itself. */
  pulled(picture: VideoFrame): void {
    const source = this.#bus.source.peek();
    if (this.#isPulled && source.kind === "replay" && this.#ahead() === null) this.#draw(source, picture);
  }

  /** A keyframe of the camera that it takes: a replay is of such pictures, most likely. */
  prepare(config: Config, keyframe: Frame): void {
    this.#replay.prepare(config, keyframe);
  }

  /** A message of what was on the bus as long ago as a replay begins. */
  behind(message: Message): void {
    this.#replay.behind(message);
  }

  /** A message of the bus' replay. */
  message(message: Message, { reading, id }: Extract<Stream, { kind: "replay" }>): void {
    switch (message.type) {
      case "config":
        this.#replay.configure(reading, id, message.config);
        break;
      case "frame":
        this.#replay.decode(reading, id, message.frame);
        break;
      case "reset":
        this.#replay.reset(reading, id);
        break;
      case "hole": {
        this.#replay.hole(id, message.hole);
        const source = this.#bus.source.peek();
        const isOn = source.kind === "replay" && source.id === id && this.#ahead() === null;
        if (isOn && !this.#isPulled) this.#show(source);
        break;
      }
    }
  }

  /** A feed's pictures are not live any more. */
  forget(feed: number): void {
    if (this.#shownFeed === feed) this.#blank();
  }

  /** No pictures come any more, of no camera and no replay. */
  closed(): void {
    this.#replay.forget();
    this.#blank();
  }

  /** Is black when what it shows has got old; a replay's picture may stand. */
  dropStale(): void {
    if (this.#shown.peek()?.kind === "camera" && this.#drawnAt < performance.now() - STALE) this.#blank();
  }

  /** The camera that is shown ahead, while it has a picture. */
  #ahead(): number | null {
    const camera = this.#bus.ahead.peek();
    return camera !== null && this.#bus.picture(camera) ? camera : null;
  }

  #follow(source: Source, ahead: number | null): void {
    untracked(() => {
      // Whichever is told first: the roster's numbers and the bus are of one state.
      this.#renumber(numbers.peek());
      this.#followReplay(source);
      const wanted: Source = ahead !== null && this.#ahead() === ahead ? { kind: "camera", camera: ahead } : source;
      // Each picture of what is shown already is drawn as it comes.
      if (!sameSource(this.#shown.peek(), wanted)) this.#show(wanted);
    });
  }

  /** A camera that has another number goes on as it is. */
  #renumber(numbers: ReadonlyMap<number, number>): void {
    const camera = this.#shownFeed === null ? undefined : numbers.get(this.#shownFeed);
    const shown = this.#shown.peek();
    if (shown?.kind === "camera" && camera !== undefined && camera !== shown.camera)
      this.#shown.value = { kind: "camera", camera };
  }

  #followReplay(source: Source): void {
    const playing = source.kind === "replay" ? source.id : 0;
    if (this.#playing && !playing) this.#replay.end(this.#playing);
    this.#playing = playing;
  }

  /** Draws the newest picture of another source. */
  #show(source: Source): void {
    switch (source.kind) {
      case "camera": {
        const picture = this.#bus.picture(source.camera);
        if (picture) this.#draw(source, picture);
        else if (!this.#keepsLast) this.#blank();
        break;
      }
      case "replay": {
        const [picture, hole] = [this.#replay.pictureOf(source.id), this.#replay.holeOf(source.id)];
        if (picture) this.#draw(source, picture);
        else if (hole) {
          this.#blank();
          this.#hole.value = hole;
        }
        break;
      }
      case "hold":
      case "slate":
        this.#blank();
        break;
    }
  }

  /** Draws a picture, and says of what; one that is behind may be left out so that the newer ones come sooner. */
  #draw(source: Exclude<Shown, null>, picture: VideoFrame, behind = false): HTMLCanvasElement | null {
    const now = performance.now();
    const same = sameSource(this.#shown.peek(), source);
    // The first picture of another source is the cut: it is never left out.
    if (!this.#surface || (same && behind && now - this.#drawnAt < CATCH_UP_PAUSE)) return null;
    this.#drawnAt = now;
    this.#surface.draw(picture);
    if (!same && source.kind === "replay") this.#bus.rolling(source.id);
    batch(() => {
      this.#replayed.value = source.kind === "replay" ? picture.timestamp / 1_000 : null;
      this.#hole.value = null;
      if (same) return;
      this.#shown.value = source;
      this.#shownFeed = source.kind === "camera" ? (feeds.peek().get(source.camera) ?? null) : null;
    });
    return this.#surface.canvas;
  }

  #blank(): void {
    this.#surface?.clear();
    this.#shown.value = null;
    this.#shownFeed = null;
    this.#hole.value = null;
  }
}

function sameSource(a: Shown, b: Source): boolean {
  if (a?.kind === "camera") return b.kind === "camera" && a.camera === b.camera;
  if (a?.kind === "replay") return b.kind === "replay" && a.id === b.id;
  return false;
}
