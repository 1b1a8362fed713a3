import { signal } from "@preact/signals-core";
import { DisplayFrames } from "../monitor/display-frames";
import type { PlayerState } from "../protocol/PlayerState";
import { sessionNow } from "../store/clock";
import { cameras, feeds } from "../store/desk";
import { positionOf } from "../store/player";
import { Angle } from "./angle";
import { type Spot, timeOf } from "./footage";
import { Holes } from "./holes";
import { inTurn, isSame } from "./place";
import { Reader } from "./reader";
import type { Stretch } from "./spans";
import { standIn } from "./stand-in";
import type { Standby } from "./standby";
import { wantedFrom } from "./wanted";

/** Decoded pictures of the angle that is shown, in bytes: two seconds of 720p, and of 360p what four are. */
const ROOM = 96 * 1_024 * 1_024;
/** Pictures that are decoded ahead at most; backwards a group is decoded whole, and the one before it. */
const [MOST, MOST_BACKWARDS] = [60, 130];
/** The same of another angle that runs along. */
const ALONG = 4;
/** So many other angles run along while a cue plays; of more there are keyframes. */
const ANGLES_ALONG = 3;
/** Faster than this they don't, in percent. */
const FAST_ALONG = 100;
/** A picture that is waited for so long while it plays is too late, in milliseconds: other angles don't run along for a while. */
const [LATE, ALONE] = [100, 2_000];
/** A picture that is waited for so long while it plays does not come in time any more, in milliseconds. */
const STUCK = 500;
/** What is waited for so long, while nothing is decoded, is fetched and decoded anew, in milliseconds: longer than a disk that is at work takes. */
const ANEW = 4_000;
/** While it plays, the small pictures change so far apart, in milliseconds: drawing one costs a page without a GPU as much as a tile. */
const SMALL_BEAT = 120;
/** A small picture may be of a moment this near, in milliseconds. */
const NEAR = 1_000;
/** So long before its turn the next segment is made ready, in milliseconds. */
const NEXT = 1_500;
/** Angles at most: as many as there may be cameras on a large desk. */
const MOST_ANGLES = 16;

/** A picture that is shown. */
export interface Shown {
  readonly camera: number;
  /** When it was taken, on the session clock in milliseconds. */
  readonly at: number;
}

/** What pictures are drawn on: a canvas. */
export interface Screen {
  draw(picture: VideoFrame): void;
  clear(): void;
}

/** Shows a player at every display frame: the picture that its position asks for, and the other angles' beside it. */
export class Stage {
  readonly shown = signal<Shown | null>(null);
  readonly hole = signal<Stretch | null>(null);
  readonly waits = signal(false);

  readonly #player: () => PlayerState | null;
  readonly #keepsUp: () => boolean;
  readonly #hasOthers: boolean;
  readonly #came: () => void;
  readonly #standby: Standby | null;
  readonly #angles = new Map<number, Angle>();
  readonly #small = new Map<number, Screen>();
  readonly #smallShown = new Map<number, { picture: VideoFrame; at: number }>();
  readonly #holes = new Holes(() => this.look());
  readonly #displayFrames = new DisplayFrames((now, interval) => this.#look(now, interval));
  #surface: Screen | null = null;
  /** The picture on the canvas. */
  #spot: Spot | null = null;
  #isLooking = false;
  /** The player that is shown, by its number. */
  #playing = 0;
  /** Since when a picture is waited for, and until when other angles don't run along. */
  #waitsSince = 0;
  #aloneUntil = 0;

  /**
   * `keepsUp` says whether the machine keeps up with the live pictures, which come first; `angles`, whether the other
   * cameras are there too. `came` is called with every look that finds what is due; `standby` has what a player may begin with.
   */
  constructor(
    player: () => PlayerState | null,
    keepsUp: () => boolean,
    angles: "all" | "shown",
    came = () => {},
    standby: Standby | null = null,
  ) {
    [this.#player, this.#keepsUp, this.#hasOthers, this.#came] = [player, keepsUp, angles === "all", came];
    this.#standby = standby;
  }

  /** Takes its canvas; null when that is gone. */
  showOn(surface: Screen | null): void {
    this.#surface = surface;
    this.#blank();
    this.look();
  }

  /** Takes the canvas of a camera's small picture. */
  showAngleOn(camera: number, surface: Screen | null): void {
    if (surface) this.#small.set(camera, surface);
    else this.#small.delete(camera);
    this.#smallShown.delete(camera);
    this.look();
  }

  /** Shows what is due now: the player changed, or a picture that is waited for may be here. */
  look(): void {
    // What comes while it looks is looked at with the next display frame.
    if (!this.#isLooking) this.#look(performance.now(), 0);
  }

  /** The picture so many pictures from the one at this moment; null where they are not here. */
  neighbour(camera: number, at: number, within: Stretch, frames: number): number | null {
    const footage = this.#angles.get(camera)?.footage;
    const due = footage?.due(at, within);
    let spot = due?.kind === "picture" ? due.spot : null;
    for (let left = Math.abs(frames); left > 0 && spot; left--) {
      spot = (frames > 0 ? footage?.next(spot) : footage?.previous(spot)) ?? null;
    }
    return spot && Math.ceil(timeOf(spot));
  }

  #look(now: number, interval: number): void {
    this.#isLooking = true;
    try {
      const player = this.#player();
      this.#displayFrames.run(player !== null);
      if (player) this.#show(player, now, interval);
      else this.#end();
    } finally {
      this.#isLooking = false;
    }
  }

  #show(player: PlayerState, now: number, interval: number): void {
    const session = sessionNow() - performance.now() + now;
    // A picture belongs into the display frame that is nearest to its time.
    const position = positionOf(player, session + interval / 2);
    const { camera, at } = position;
    const segment = player.segments[position.segment];
    if (camera === null || !segment) {
      this.#end();
      return;
    }
    const speed = position.over ? 0 : player.speed;
    this.#dropStrangers();
    if (player.id !== this.#playing) this.#begin(player.id, camera, at);
    const main = this.#angle(camera);
    main.follow(at, speed, true);
    this.#showMain(main, at, speed, player.speed, segment);
    if (!this.waits.peek()) this.#came();
    else if (this.#waited > ANEW && performance.now() - main.reader.cameAt > ANEW) {
      main.close();
      this.#angles.delete(camera);
      this.#waitsSince = performance.now();
    }
    if (!this.#hasOthers) return;
    // What is looked at comes first.
    if (this.waits.peek() && this.#waited < STUCK) return;
    // Not because it has just come on.
    const isSeen = this.shown.peek()?.camera === camera;
    const isLate = isSeen && speed !== 0 && this.#waited > LATE;
    if (isLate) this.#aloneUntil = performance.now() + ALONE;
    const next = player.segments[position.segment + 1];
    const others = cameras.peek().filter(({ number }) => number !== camera);
    for (const { number } of others.slice(0, MOST_ANGLES)) {
      const isNext = speed > 0 && next?.camera === number && segment.to - at < NEXT;
      const moment = isNext ? next.from : at;
      this.#showOther(this.#angle(number), moment, speed, segment, others.length);
    }
  }

  /** `played` is the speed at which it came here, though it stands at the end. */
  #showMain(angle: Angle, at: number, speed: number, played: number, segment: Stretch): void {
    const due = angle.due(at, segment);
    const { footage, reader } = angle;
    switch (due.kind) {
      case "picture": {
        const isOn = this.shown.peek()?.camera === angle.camera;
        const spot = inTurn(footage, isOn ? this.#spot : null, due.spot, played);
        const room = Reader.fitting(due.spot.gop.config, ROOM);
        const most = Math.min(room, speed < 0 ? MOST_BACKWARDS : MOST);
        const wanted = wantedFrom(footage, due.spot, speed, most);
        if (!isSame(spot, due.spot)) wanted.unshift(spot);
        // A machine that is slower than the cue goes on with the next group's first picture.
        if (speed !== 0 && this.#waited > STUCK) wanted.unshift({ gop: due.spot.gop, index: 0 });
        reader.want(wanted, room);
        const picture = reader.picture(spot) ?? reader.picture(due.spot);
        if (picture) this.#draw(angle, picture, reader.picture(spot) ? spot : due.spot);
        this.#say(null, picture === null);
        if (!picture) this.#standIn(angle, at, speed, segment);
        break;
      }
      case "hole": {
        const behind = footage.after(at);
        reader.want(behind ? [behind] : [], ALONG);
        if (this.shown.peek()) this.#blank();
        this.#say(this.#holes.around(at, angle.camera, segment, due), false);
        break;
      }
      case "unknown":
        if (due.nearest && at - timeOf(due.nearest) < NEAR) reader.want([due.nearest], ALONG);
        this.#say(null, true);
        this.#standIn(angle, at, speed, segment);
        break;
    }
  }

  #standIn(angle: Angle, at: number, speed: number, segment: Stretch): void {
    const shown = this.shown.peek();
    const own = shown?.camera === angle.camera ? shown.at : null;
    const seen = { own, other: shown !== null && own === null, waited: this.#waited };
    const picture = standIn(angle.reader, at, speed, segment, seen);
    if (picture) this.#draw(angle, picture, null);
  }

  #showOther(angle: Angle, at: number, speed: number, segment: Stretch, others: number): void {
    const { reader, footage, camera } = angle;
    angle.follow(at, speed, false);
    const due = angle.due(at, at < segment.from || at >= segment.to ? { from: at, to: at + NEXT } : segment);
    if (due.kind !== "picture") {
      reader.want([], ALONG);
      if (due.kind === "hole") this.#drawSmall(camera, null, speed);
      return;
    }
    const isAble = this.#keepsUp() && performance.now() > this.#aloneUntil;
    const runsAlong = isAble && others <= ANGLES_ALONG && speed > 0 && speed <= FAST_ALONG;
    if (speed === 0) reader.want([due.spot], ALONG);
    else if (runsAlong) reader.want(wantedFrom(footage, due.spot, speed, ALONG), ALONG);
    else reader.want([{ gop: due.spot.gop, index: 0 }], ALONG);
    const picture = reader.picture(due.spot) ?? reader.nearest(at, NEAR, { from: at - NEAR, to: at + NEAR });
    if (picture) this.#drawSmall(camera, picture, speed);
  }

  #draw(angle: Angle, picture: VideoFrame, spot: Spot | null): void {
    const shown = { camera: angle.camera, at: picture.timestamp / 1_000 };
    const before = this.shown.peek();
    this.#spot = spot ?? angle.footage.before(shown.at);
    if (before?.camera === shown.camera && before.at === shown.at) return;
    this.#surface?.draw(picture);
    this.shown.value = shown;
    this.#drawSmall(angle.camera, picture, this.#player()?.speed ?? 0);
  }

  #drawSmall(camera: number, picture: VideoFrame | null, speed: number): void {
    const [surface, shown, now] = [this.#small.get(camera), this.#smallShown.get(camera), performance.now()];
    if (!surface || shown?.picture === picture) return;
    if (picture === null) {
      if (this.#smallShown.delete(camera)) surface.clear();
    } else if (speed === 0 || !shown || now - shown.at >= SMALL_BEAT) {
      surface.draw(picture);
      this.#smallShown.set(camera, { picture, at: now });
    }
  }

  #say(hole: Stretch | null, waits: boolean): void {
    const before = this.hole.peek();
    if (before?.from !== hole?.from || before?.to !== hole?.to) this.hole.value = hole;
    if (waits && !this.waits.peek()) this.#waitsSince = performance.now();
    this.waits.value = waits;
  }

  /** For how long a picture has been waited for, in milliseconds. */
  get #waited(): number {
    return this.waits.peek() ? performance.now() - this.#waitsSince : 0;
  }

  /** Another player's first look: where what it begins with is ready, it goes on with that. */
  #begin(player: number, camera: number, at: number): void {
    this.#playing = player;
    const angle = this.#standby?.take(camera, feeds.peek().get(camera) ?? null, at);
    if (!angle) return;
    this.#angles.get(camera)?.close();
    angle.changed = () => this.#lookAgain();
    this.#angles.set(camera, angle);
    this.#spot = null;
  }

  #lookAgain(): void {
    if (this.waits.peek()) this.look();
  }

  #angle(camera: number): Angle {
    let angle = this.#angles.get(camera);
    if (!angle) {
      angle = new Angle(camera, feeds.peek().get(camera) ?? null, () => this.#lookAgain());
      this.#angles.set(camera, angle);
    }
    return angle;
  }

  /** A number that is another camera's now, or nobody's any more, has other pictures or none. */
  #dropStrangers(): void {
    for (const [camera, angle] of this.#angles) {
      if ((feeds.peek().get(camera) ?? null) === angle.feed) continue;
      angle.close();
      this.#angles.delete(camera);
      this.#drawSmall(camera, null, 0);
      if (this.shown.peek()?.camera === camera) this.#blank();
    }
  }

  #end(): void {
    if (this.#angles.size === 0) return;
    for (const angle of this.#angles.values()) angle.close();
    this.#angles.clear();
    this.#blank();
    for (const camera of this.#small.keys()) this.#drawSmall(camera, null, 0);
    this.#say(null, false);
  }

  #blank(): void {
    this.#surface?.clear();
    this.#spot = null;
    this.shown.value = null;
  }
}
