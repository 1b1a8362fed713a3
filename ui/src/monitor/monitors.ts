import { computed, effect, signal } from "@preact/signals-core";
import type { Source } from "../protocol/Source";
import { ahead } from "../store/ahead";
import { cameras, feeds, history, numbers, onAir } from "../store/desk";
import { Behind } from "./behind";
import { BigMonitor, STALE } from "./big-monitor";
import { Economy } from "./economy";
import { Feed, type FeedOwner } from "./feed";
import { FeedSet } from "./feed-set";
import { Landing } from "./landing";
import { LookOut } from "./looks";
import { TilePace } from "./pace";
import { MonitorSocket, type SocketOwner } from "./socket";
import { byRecency } from "./standby";
import { HoldUps, Standstill } from "./standstill";
import type { Surface } from "./surface";
import { Trail } from "./trail";
import { behindProgram, runAhead, wantedByAudience, wantedByDesk } from "./wanted";
import type { Frame, Message } from "./wire";

/** How often what got old is looked for, and whether program keeps up, in milliseconds. */
const LOOK = 1_000;

const SLATE: Source = { kind: "slate" };

/** Who looks: the director at every camera, or the audience at program alone. */
export type Audience = "desk" | "screen";

/**
 * Every picture of the desk, or of its second screen: one decoder a camera, drawn wherever the camera is shown, small on
 * its tile and large on the {@link BigMonitor} of a bus.
 *
 * The second screen watches program and as many other cameras on standby as the machine keeps up with, so that a cut
 * to them is as immediate; a cut to another one takes as long as its GOP takes to decode, and the old picture stays
 * until then, as it does for whoever watches program elsewhere. It shows each camera's pictures in their own rhythm, as
 * far behind as the engine says.
 */
export class Monitors implements FeedOwner, SocketOwner {
  /** By the camera's feed, whose number may change. */
  readonly #feeds = new Map<number, Feed>();
  /** The feeds whose pictures are wanted. */
  #watched: ReadonlySet<number> = new Set();
  /** The tiles, by camera number. */
  readonly #tiles = new Map<number, Surface>();
  readonly #pace = new TilePace();
  readonly #holdUps = new HoldUps(performance.now());
  #economy = new Economy();
  readonly #lookOut = new LookOut((feed, looks) => this.#socket?.looks(feed, looks));
  readonly #withPicture = new FeedSet();
  readonly #saving = new FeedSet();
  readonly #starved = new FeedSet();
  readonly #pageHidden = signal(document.hidden);
  /** On a second screen, the cameras that are decoded though nobody sees them. */
  readonly #standby = signal<readonly number[]>([]);
  #audience: Audience = "desk";
  #socket: MonitorSocket | null = null;
  /** Of an audience. */
  #behind: Behind | null = null;
  readonly #stops: (() => void)[] = [];

  /** Whether this page plays program's sound in step with these pictures: to an audience a cut is both together. */
  readonly #isHeard = signal(false);
  readonly #landing = signal<Landing | null>(null);

  /** What is on program, as it is to be seen here. */
  readonly onProgram = computed(() => this.#landing.value?.source.value ?? onAir.value?.source ?? SLATE);

  /** Program, large. */
  readonly program = new BigMonitor({
    source: this.onProgram,
    ahead: computed(() => (this.#isHeard.value ? null : ahead.value)),
    picture: (camera) => this.#of(camera)?.picture ?? null,
    rolling: (replay) => this.#socket?.rolling(replay),
  });
  readonly #trail = new Trail((message) => this.program.behind(message));
  /** Is given each message of {@link behindProgram} as it comes. */
  trailed: (message: Message) => void = () => {};
  /** The cameras that have a picture to show. */
  readonly withPicture = this.#withPicture.cameras;

  /** The cameras of which this machine decodes keyframes alone, because it does not keep up with everything. */
  readonly saving = computed<ReadonlySet<number>>(
    () => new Set([...this.#saving.cameras.value, ...this.#starved.cameras.value]),
  );

  /** Connects to the pictures, until it is stopped. */
  start(url: () => Promise<string>, audience: Audience = "desk"): void {
    this.#audience = audience;
    if (audience === "screen") {
      // The desk has to keep up first, on the same machine: the second screen's cameras come one by one.
      this.#economy = new Economy(0);
      this.#behind = new Behind(this.#feeds);
      const landing = new Landing(onAir, (camera) => (this.#isHeard.peek() ? (this.#of(camera)?.shift ?? null) : null));
      this.#stops.push(this.#behind.start(), landing.start());
      this.#landing.value = landing;
    }
    const socket = new MonitorSocket(url, this);
    this.#socket = socket;
    const look = () => {
      this.#pageHidden.value = document.hidden;
    };
    document.addEventListener("visibilitychange", look);
    const looking = window.setInterval(() => {
      this.#dropStale();
      this.#economize();
      this.#lookAtTiles();
    }, LOOK);
    this.#stops.push(
      () => document.removeEventListener("visibilitychange", look),
      effect(() => this.#followRoster()),
      effect(() => this.#favour(onAir.value?.source ?? SLATE)),
      this.program.start(audience === "screen"),
      effect(() => {
        const wanted =
          audience === "screen"
            ? wantedByAudience(this.onProgram.value, this.#standby.value)
            : wantedByDesk(this.#pageHidden.value);
        this.#watch(wanted);
      }),
      // What runs ahead is of use to who presses the key: on the desk, while it can keep up.
      effect(() => {
        const isOne = audience === "desk" && !this.#pageHidden.value && this.#saving.cameras.value.size === 0;
        const wanted = isOne ? behindProgram.value : null;
        if (socket.behind(wanted)) this.#trail.clear();
      }),
      () => window.clearInterval(looking),
      this.#holdUps.start(),
      () => socket.stop(),
    );
    void socket.start();
  }

  /** Lets go of all pictures, and of the connection. */
  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.closed();
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
    this.#isHeard.value = this.#audience === "screen" && camera !== null;
  }

  /** How long after their time a camera's pictures can be drawn: the page's clock minus the session clock, in ms. */
  lag(camera: number): number | null {
    return this.#of(camera)?.lag ?? null;
  }

  message(message: Message): void {
    const { stream } = message;
    if (stream.kind === "replay") this.program.message(message, stream);
    else if (stream.kind === "behind") {
      this.trailed(message);
      this.#trail.take(message, runAhead.peek());
    } else this.#cameraMessage(message, stream.feed);
  }

  closed(): void {
    // What was told is forgotten there: it is told anew.
    this.#lookOut.rest();
    this.#trail.clear();
    for (const camera of this.#feeds.keys()) this.#end(camera);
    this.program.closed();
  }

  picture(feed: number, picture: VideoFrame, behind: boolean): HTMLCanvasElement | null {
    this.#withPicture.include(feed, true);
    this.#starved.include(feed, false);
    return this.#isBig(feed) ? this.program.picture(picture, behind) : null;
  }

  decodes(feed: number, frame: Frame): void {
    if (!this.#isBig(feed)) return;
    if (!frame.hidden) this.#economy.came();
    const config = this.#feeds.get(feed)?.config;
    if (frame.key && config) this.program.prepare(config, frame);
  }

  decoded(feed: number, behind: boolean): void {
    if (this.#isBig(feed)) this.#economy.shown(behind);
  }

  needsKeyframe(feed: number, overloaded: boolean): void {
    if (overloaded) this.#starved.include(feed, true);
    // A tile that this machine cannot keep up with waits for its camera's next keyframe: that is the relief.
    if (!overloaded || this.#isBig(feed)) this.#socket?.keyframe(feed);
  }

  #cameraMessage(message: Message, id: number): void {
    // What was on its way when its camera was not wanted any more.
    if (!this.#watched.has(id)) return;
    const feed = this.#feed(id);
    if (message.type === "config") feed.configure(message.config);
    else if (message.type === "frame") feed.decode(message.frame);
    else if (message.type === "reset") feed.reset();
  }

  #isBig(feed: number): boolean {
    const { camera } = this.program;
    return camera !== null && feeds.peek().get(camera) === feed;
  }

  #followRoster(): void {
    const states = new Map(cameras.value.map(({ feed, state }) => [feed, state]));
    this.#renumber();
    for (const id of this.#feeds.keys()) {
      const state = states.get(id);
      if (state === undefined) {
        this.#lookOut.forget(id);
        this.#end(id);
        this.#forget(id);
        this.#feeds.delete(id);
      } else if (state === "lost") {
        this.#forget(id);
      }
    }
  }

  /** Cameras that have other numbers are on other tiles. */
  #renumber(): void {
    for (const [id, feed] of this.#feeds) {
      const camera = numbers.peek().get(id);
      const tile = camera === undefined ? null : (this.#tiles.get(camera) ?? null);
      if (feed.tile !== tile) feed.showOn(tile);
    }
  }

  /** Who is on program has every picture at once. */
  #favour(source: Source): void {
    if (source.kind !== "camera") return;
    this.#save(source.camera, false);
    this.#of(source.camera)?.hurry();
  }

  #watch(cameras: number[]): void {
    const ids = cameras.flatMap((camera) => feeds.value.get(camera) ?? []).sort((a, b) => a - b);
    this.#socket?.watch(ids);
    this.#watched = new Set(ids);
    // What is not watched any more gets old: a cut back to it must not show that, nor what its decoder still has.
    for (const id of this.#feeds.keys()) if (!this.#watched.has(id)) this.#end(id);
  }

  /** Forgets a stream: its pictures, and what is in its decoder. What a big monitor shows stays. */
  #end(id: number): void {
    const feed = this.#feeds.get(id);
    feed?.end();
    feed?.forget();
    this.#withPicture.include(id, false);
    this.#starved.include(id, false);
  }

  /** Forgets a feed's pictures, the one on a big monitor too. */
  #forget(id: number): void {
    this.#feeds.get(id)?.forget();
    this.#withPicture.include(id, false);
    this.#starved.include(id, false);
    this.program.forget(id);
  }

  #dropStale(): void {
    const oldest = performance.now() - STALE;
    for (const [id, feed] of this.#feeds) {
      if (feed.picture && feed.pictureAt < oldest) this.#forget(id);
    }
    this.program.dropStale();
  }

  /** Looks at the tiles, where this machine keeps up with what it draws: a desk that doesn't says nothing of them. */
  #lookAtTiles(): void {
    if (this.#audience === "screen" || this.#pageHidden.peek() || this.saving.peek().size > 0) {
      this.#lookOut.rest();
      return;
    }
    for (const [id, feed] of this.#feeds) {
      if (feed.tile && feed.picture) this.#lookOut.look(id, feed.tile.canvas, feed.pictureAt);
      else this.#lookOut.forget(id);
    }
  }

  /** Lets tiles save where program does not keep up. */
  #economize(): void {
    const program = this.program.camera;
    const tiles = cameras
      .peek()
      .flatMap(({ number, state }) => (state === "live" && number !== program ? [number] : []));
    if (this.#audience === "screen") {
      const likeliest = byRecency(tiles, history.peek());
      const saving = this.#economy.look(likeliest);
      const standby = likeliest.filter((camera) => !saving.has(camera));
      if (standby.join() !== this.#standby.peek().join()) this.#standby.value = standby;
      return;
    }
    const saving = this.#economy.look(tiles);
    for (const camera of feeds.peek().keys()) this.#save(camera, saving.has(camera));
  }

  #save(camera: number, on: boolean): void {
    const feed = feeds.peek().get(camera);
    if (feed === undefined) return;
    this.#saving.include(feed, on);
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
      const standstill = new Standstill(this.#holdUps, (shares) => this.#socket?.standstill(id, shares));
      feed = new Feed(id, this.#pace, standstill, this);
      this.#feeds.set(id, feed);
      this.#behind?.came(id);
      this.#renumber();
    }
    return feed;
  }
}

/** The monitors of this desk. */
export const monitors = new Monitors();
