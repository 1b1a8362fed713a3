import { batch, computed, effect, type Signal, signal, untracked } from "@preact/signals-core";
import type { Source } from "../protocol/Source";
import { cameras, feeds, history, numbers, onAir, selected } from "../store/desk";
import { expected } from "../store/orders";
import { Economy } from "./economy";
import { Feed, type FeedOwner } from "./feed";
import { TilePace } from "./pace";
import { ReplayPictures } from "./replay";
import { MonitorSocket, type SocketOwner } from "./socket";
import { byRecency } from "./standby";
import type { Surface } from "./surface";
import type { Message, Stream } from "./wire";

/** A camera that is live and without a new picture for this long shows none, in milliseconds: old is not live. */
const STALE = 3_000;
/** How often that is looked at. */
const LOOK = 1_000;

/** Pause between the pictures drawn of many that come at once, in milliseconds: drawing is what costs. */
const CATCH_UP_PAUSE = 50;

/** Who looks: the director at every camera, or the audience at program alone. */
export type Audience = "desk" | "screen";

/** What the big monitor's pixels are; null when they are black. */
export type Shown = Exclude<Source, { kind: "slate" | "hold" }> | null;

/**
 * Every picture of the desk, or of its second screen: one decoder a camera, drawn wherever the camera is shown, and the replay's two.
 *
 * What is shown follows the engine's state. A cut draws the new camera's newest picture while its event is handled, so
 * it does not wait for that camera's next frame; and one that was pressed here draws it at the press, until the engine's
 * word on it comes: that is heard a display frame or more after a press (docs/performance.md).
 *
 * The second screen watches program and as many other cameras on standby as the machine keeps up with, so that a cut
 * to them is as immediate; a cut to another one takes as long as its GOP takes to decode, and the old picture stays
 * until then, as it does for whoever watches program elsewhere.
 */
export class Monitors implements FeedOwner, SocketOwner {
  /** By the camera's feed, whose number may change. */
  readonly #feeds = new Map<number, Feed>();
  /** The feeds whose pictures are wanted. */
  #watched: ReadonlySet<number> = new Set();
  /** The tiles, by camera number. */
  readonly #tiles = new Map<number, Surface>();
  readonly #pace = new TilePace();
  #economy = new Economy();
  readonly #replay = new ReplayPictures((id, picture) => {
    const source = onAir.peek()?.source;
    if (source?.kind === "replay" && source.id === id && !this.#ahead) this.#draw(source, picture);
  });
  readonly #shown = signal<Shown>(null);
  readonly #replayed = signal<number | null>(null);
  readonly #withPicture = signal<ReadonlySet<number>>(new Set());
  readonly #saving = signal<ReadonlySet<number>>(new Set());
  readonly #starved = signal<ReadonlySet<number>>(new Set());
  /** The feed that the big monitor shows, when it is a camera's. */
  #shownFeed: number | null = null;
  readonly #pageHidden = signal(document.hidden);
  /** On a second screen, the cameras that are decoded though nobody sees them. */
  readonly #standby = signal<readonly number[]>([]);
  #audience: Audience = "desk";
  #socket: MonitorSocket | null = null;
  #program: Surface | null = null;
  #programDrawnAt = 0;
  /** The camera of a cut that was pressed here, shown ahead of the engine's word; and since when. */
  #ahead: { camera: number; since: number } | null = null;
  /** The replay on program, until it is over. */
  #playing = 0;

  /** What the big monitor shows now. */
  readonly shown = computed(() => this.#shown.value);
  /** When the replay's picture that the big monitor shows was taken, on the session clock in ms; null for a live one. */
  readonly replayed = computed(() => this.#replayed.value);
  /** The cameras that have a picture to show. */
  readonly withPicture = computed(() => numbered(this.#withPicture.value));

  /** The cameras of which this machine decodes keyframes alone, because it does not keep up with everything. */
  readonly saving = computed(() => numbered([...this.#saving.value, ...this.#starved.value]));

  /** Connects to the pictures, for as long as the page lives. */
  start(url: () => Promise<string>, audience: Audience = "desk"): void {
    this.#audience = audience;
    // The desk has to keep up first, on the same machine: the second screen's cameras come one by one.
    if (audience === "screen") this.#economy = new Economy(0);
    this.#socket = new MonitorSocket(url, this);
    document.addEventListener("visibilitychange", () => {
      this.#pageHidden.value = document.hidden;
    });
    effect(() => this.#followRoster());
    effect(() => this.#followProgram());
    effect(() => this.#expect(expected.value?.camera ?? null));
    effect(() => this.#watch(this.#wanted()));
    window.setInterval(() => {
      this.#dropStale();
      this.#economize();
    }, LOOK);
    void this.#socket.start();
  }

  /** Takes the big monitor's canvas. */
  showProgramOn(surface: Surface): void {
    this.#program = surface;
    this.#followProgram();
  }

  /** Takes the canvas of a camera's tile; null when the tile goes. */
  showCameraOn(camera: number, tile: Surface | null): void {
    this.#pace.count(tile ? 1 : -1);
    if (tile) this.#tiles.set(camera, tile);
    else this.#tiles.delete(camera);
    this.#of(camera)?.showOn(tile);
  }

  /** Draws a tile again, which got another size. */
  redraw(camera: number): void {
    this.#of(camera)?.redraw();
  }

  /** Frames of a camera that came in and were not shown on this desk. */
  dropped(camera: number): number {
    return this.#of(camera)?.dropped ?? 0;
  }

  /** Keeps a camera's pictures back for so many milliseconds, and no other's: null for none. */
  keepBack(camera: number | null, milliseconds: number): void {
    const kept = camera === null ? undefined : feeds.peek().get(camera);
    for (const [id, feed] of this.#feeds) feed.keepBack(id === kept ? milliseconds : 0);
  }

  /** How long after their time a camera's pictures can be drawn: the page's clock minus the session clock, in ms. */
  lag(camera: number): number | null {
    return this.#of(camera)?.lag ?? null;
  }

  message(message: Message): void {
    const { stream } = message;
    if (stream.kind === "replay") this.#replayMessage(message, stream);
    else this.#cameraMessage(message, stream.feed);
  }

  closed(): void {
    for (const camera of this.#feeds.keys()) this.#end(camera);
    this.#replay.forget();
    this.#blank();
  }

  picture(feed: number, picture: VideoFrame, behind: boolean): HTMLCanvasElement | null {
    include(this.#withPicture, feed, true);
    include(this.#starved, feed, false);
    const camera = numbers.peek().get(feed);
    if (camera === undefined || this.#onBigMonitor() !== camera) return null;
    this.#economy.shown(behind);
    return this.#draw({ kind: "camera", camera }, picture, behind);
  }

  needsKeyframe(feed: number, overloaded: boolean): void {
    if (overloaded) include(this.#starved, feed, true);
    // A tile that this machine cannot keep up with waits for its camera's next keyframe: that is the relief.
    if (!overloaded || this.#isBig(feed)) this.#socket?.keyframe(feed);
  }

  #cameraMessage(message: Message, id: number): void {
    // What was on its way when its camera was not wanted any more.
    if (!this.#watched.has(id)) return;
    const feed = this.#feed(id);
    if (message.type === "config") feed.configure(message.config);
    else if (message.type === "frame") {
      if (!message.frame.hidden && this.#isBig(id)) this.#economy.came();
      feed.decode(message.frame);
      // A replay is of such pictures, most likely.
      if (message.frame.key && feed.config && this.#isBig(id)) {
        this.#replay.prepare(feed.config, message.frame);
      }
    } else feed.reset();
  }

  #replayMessage(message: Message, { slot, id }: Extract<Stream, { kind: "replay" }>): void {
    if (message.type === "config") this.#replay.configure(slot, id, message.config);
    else if (message.type === "frame") this.#replay.decode(slot, id, message.frame);
    else this.#replay.reset(slot, id);
  }

  /** The camera whose pictures the big monitor takes. Until a replay's first picture that is the one before it. */
  #onBigMonitor(): number | null {
    if (this.#ahead) return this.#ahead.camera;
    const source = onAir.peek()?.source;
    if (source?.kind === "camera") return source.camera;
    const shown = this.#shown.peek();
    return source?.kind === "replay" && shown?.kind === "camera" ? shown.camera : null;
  }

  #isBig(feed: number): boolean {
    const camera = this.#onBigMonitor();
    return camera !== null && feeds.peek().get(camera) === feed;
  }

  #followRoster(): void {
    const states = new Map(cameras.value.map(({ feed, state }) => [feed, state]));
    this.#renumber();
    for (const id of this.#feeds.keys()) {
      const state = states.get(id);
      if (state === undefined) {
        this.#end(id);
        this.#forget(id);
        this.#feeds.delete(id);
      } else if (state === "lost") {
        this.#forget(id);
      }
    }
  }

  /** Cameras that have other numbers are on other tiles; the big monitor goes on as it is. */
  #renumber(): void {
    for (const [id, feed] of this.#feeds) {
      const camera = numbers.peek().get(id);
      const tile = camera === undefined ? null : (this.#tiles.get(camera) ?? null);
      if (feed.tile !== tile) feed.showOn(tile);
    }
    const camera = this.#shownFeed === null ? undefined : numbers.peek().get(this.#shownFeed);
    const shown = this.#shown.peek();
    if (shown?.kind === "camera" && camera !== undefined && camera !== shown.camera)
      this.#shown.value = { kind: "camera", camera };
  }

  /** Shows the camera of a cut that was pressed, if it has a picture; null takes that back. */
  #expect(camera: number | null): void {
    const source = onAir.peek()?.source;
    const feed = camera === null ? undefined : this.#of(camera);
    if (camera !== null && feed?.picture && !(source?.kind === "camera" && source.camera === camera)) {
      this.#ahead = { camera, since: performance.now() };
      this.#draw({ kind: "camera", camera }, feed.picture);
    } else if (this.#ahead) {
      untracked(() => this.#followProgram());
    }
  }

  #followProgram(): void {
    this.#ahead = null;
    const source = onAir.value?.source ?? { kind: "slate" };
    // Whichever is told first: the tiles and the big monitor are of one state.
    this.#renumber();
    if (source.kind === "replay") {
      this.#playing = source.id;
      const picture = this.#replay.pictureOf(source.id);
      if (picture) this.#draw(source, picture);
      return;
    }
    if (this.#playing) this.#replay.end(this.#playing);
    this.#playing = 0;
    const feed = source.kind === "camera" ? this.#of(source.camera) : undefined;
    if (source.kind === "camera") this.#save(source.camera, false);
    feed?.hurry();
    if (source.kind === "camera" && feed?.picture) this.#draw(source, feed.picture);
    else if (this.#audience === "desk" || source.kind !== "camera") this.#blank();
  }

  #wanted(): number[] {
    const onProgram = onAir.value?.source;
    const program = onProgram?.kind === "camera" ? onProgram.camera : selected.value;
    if (this.#audience === "screen")
      return [...new Set([...(program === null ? [] : [program]), ...this.#standby.value])];
    const all = cameras.value.map(({ number }) => number);
    // Every tile is on screen whenever the page is: the stage never scrolls.
    return this.#pageHidden.value ? all.filter((number) => number === program) : all;
  }

  #watch(cameras: number[]): void {
    const ids = cameras.flatMap((camera) => feeds.value.get(camera) ?? []).sort((a, b) => a - b);
    this.#socket?.watch(ids);
    this.#watched = new Set(ids);
    // What is not watched any more gets old: a cut back to it must not show that, nor what its decoder still has.
    for (const id of this.#feeds.keys()) if (!this.#watched.has(id)) this.#end(id);
  }

  /** Draws a picture big, and says where; one that is behind may be left out so that the newer ones come sooner. */
  #draw(source: Exclude<Shown, null>, picture: VideoFrame, behind = false): HTMLCanvasElement | null {
    const now = performance.now();
    const same = sameSource(this.#shown.peek(), source);
    // The first picture of another source is the cut: it is never left out.
    if (!this.#program || (same && behind && now - this.#programDrawnAt < CATCH_UP_PAUSE)) return null;
    this.#programDrawnAt = now;
    this.#program.draw(picture);
    if (!same && source.kind === "replay") this.#socket?.rolling(source.id);
    batch(() => {
      this.#replayed.value = source.kind === "replay" ? picture.timestamp / 1_000 : null;
      if (same) return;
      this.#shown.value = source;
      this.#shownFeed = source.kind === "camera" ? (feeds.peek().get(source.camera) ?? null) : null;
    });
    return this.#program.canvas;
  }

  #blank(): void {
    this.#program?.clear();
    this.#shown.value = null;
    this.#shownFeed = null;
  }

  /** Forgets a stream: its pictures, and what is in its decoder. What the big monitor shows stays. */
  #end(id: number): void {
    const feed = this.#feeds.get(id);
    feed?.reset();
    feed?.forget();
    include(this.#withPicture, id, false);
    include(this.#starved, id, false);
  }

  /** Forgets a feed's pictures, the one on the big monitor too. */
  #forget(id: number): void {
    this.#feeds.get(id)?.forget();
    include(this.#withPicture, id, false);
    include(this.#starved, id, false);
    if (this.#shownFeed === id) this.#blank();
  }

  #dropStale(): void {
    // The engine has not answered: what it said last holds.
    if (this.#ahead && this.#ahead.since < performance.now() - LOOK) this.#followProgram();
    const oldest = performance.now() - STALE;
    for (const [id, feed] of this.#feeds) {
      if (feed.picture && feed.pictureAt < oldest) this.#forget(id);
    }
    if (this.#shown.peek() && this.#programDrawnAt < oldest) this.#blank();
  }

  /** Lets tiles save where program does not keep up. */
  #economize(): void {
    const program = this.#onBigMonitor();
    const tiles = cameras
      .peek()
      .flatMap(({ number, state }) => (state === "live" && number !== program ? [number] : []));
    if (this.#audience === "screen") {
      this.#standBy(byRecency(tiles, history.peek()));
      return;
    }
    const saving = this.#economy.look(tiles);
    for (const camera of feeds.peek().keys()) this.#save(camera, saving.has(camera));
  }

  /** Chooses who is decoded on standby, the likeliest first. */
  #standBy(cameras: readonly number[]): void {
    const saving = this.#economy.look(cameras);
    const standby = cameras.filter((camera) => !saving.has(camera));
    if (standby.join() !== this.#standby.peek().join()) this.#standby.value = standby;
  }

  #save(camera: number, on: boolean): void {
    const feed = feeds.peek().get(camera);
    if (feed === undefined) return;
    include(this.#saving, feed, on);
    this.#feeds.get(feed)?.save(on);
  }

  /** The feed of the camera with this number. */
  #of(camera: number): Feed | undefined {
    const id = feeds.peek().get(camera);
    return id === undefined ? undefined : this.#feeds.get(id);
  }

  #feed(id: number): Feed {
    let feed = this.#feeds.get(id);
    if (!feed) {
      feed = new Feed(id, this.#pace, this);
      this.#feeds.set(id, feed);
      this.#renumber();
    }
    return feed;
  }
}

/** The numbers of the cameras that these feeds are of. */
function numbered(ids: Iterable<number>): ReadonlySet<number> {
  return new Set([...ids].flatMap((id) => numbers.value.get(id) ?? []));
}

/** Puts a feed into a set, or takes it out; a set that does not change stays the same. */
function include(set: Signal<ReadonlySet<number>>, feed: number, is: boolean): void {
  if (set.peek().has(feed) === is) return;
  const next = new Set(set.peek());
  if (is) next.add(feed);
  else next.delete(feed);
  set.value = next;
}

function sameSource(a: Shown, b: Shown): boolean {
  if (a?.kind === "camera") return b?.kind === "camera" && a.camera === b.camera;
  if (a?.kind === "replay") return b?.kind === "replay" && a.id === b.id;
  return b === null;
}

/** The monitors of this desk. */
export const monitors = new Monitors();
