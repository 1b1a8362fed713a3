import { computed, effect, type ReadonlySignal, untracked } from "@preact/signals-core";
import type { Surface } from "../monitor/surface";
import type { Message } from "../monitor/wire";
import type { PlayerState } from "../protocol/PlayerState";
import type { Segment } from "../protocol/Segment";
import { now, sessionNow } from "../store/clock";
import { ownCue } from "../store/cue";
import { cameras, state } from "../store/desk";
import { send } from "../store/orders";
import { positionOf } from "../store/player";
import { Beginning } from "./beginning";
import { PressedPlayer } from "./pressed";
import type { Stretch } from "./spans";
import { type Shown, Stage } from "./stage";
import { Standby } from "./standby";

/** How long a picture lasts where its neighbour is not known, in milliseconds. */
const PICTURE = 1_000 / 30;

/** What a cue of program would begin with. */
const standby = new Standby(() => (cue.player.peek()?.speed ?? 0) !== 0);

/**
 * This desk's cue: a replay off air, which this page plays itself. The engine says what it plays, where it is and how
 * fast; every picture of it is fetched, decoded and drawn here, so that it stands, steps and runs backwards as well.
 *
 * What is asked for by its functions is shown at once and ordered from the engine.
 */
export class Cue {
  readonly #pressed = new PressedPlayer(
    ownCue,
    computed(() => state.value?.seq ?? 0),
  );
  readonly #beginning = new Beginning(this.#pressed.player);
  #keepsUp = () => true;
  readonly #stage = new Stage(
    () => this.#beginning.player,
    () => this.#keepsUp(),
    "all",
    () => this.#begin(),
    standby,
  );
  /** The moment to go to that is not ordered yet, and the order that is on its way. */
  #goTo: number | null = null;
  #going: Promise<number | null> | null = null;

  /** What it plays, as it was last asked for here; null while nothing is cued. */
  readonly player: ReadonlySignal<PlayerState | null> = this.#pressed.player;
  /** Where it is, at the beat of the page; null while nothing is cued. */
  readonly position = computed(() => {
    const [player, at] = [this.player.value, now.value];
    return player && positionOf(this.#beginning.player ?? player, at);
  });
  /** The picture on its canvas; null while that is black. */
  readonly shown: ReadonlySignal<Shown | null> = this.#stage.shown;
  /** The hole that it is in: there are no pictures, and the canvas is black. */
  readonly hole: ReadonlySignal<Stretch | null> = this.#stage.hole;
  /** Whether the picture that is due is still on its way, and the one on the canvas is another one. */
  readonly waits: ReadonlySignal<boolean> = this.#stage.waits;

  /**
   * Shows what is cued from now on. `keepsUp` says whether the machine keeps up with the live pictures: they come first.
   */
  start(keepsUp: () => boolean): void {
    this.#keepsUp = keepsUp;
    standby.start();
    effect(() => {
      this.player.value;
      cameras.value;
      untracked(() => this.#stage.look());
    });
  }

  /** The next message of what was on program as long ago as a cue would begin. */
  trailed(message: Message): void {
    standby.message(message);
  }

  /** Takes its canvas; null when that is gone. */
  showOn(surface: Surface | null): void {
    this.#stage.showOn(surface);
  }

  /** Takes the canvas of a camera's small picture of the same instant; null when that is gone. */
  showAngleOn(camera: number, surface: Surface | null): void {
    this.#stage.showAngleOn(camera, surface);
  }

  /** Shows another camera from the same instant on. */
  angle(camera: number): void {
    const [player, position] = this.#here();
    if (!player || !position) return;
    const answer = send({ type: "angle", on: "cue", camera });
    const segments = player.segments.map((segment) => ({ ...segment, camera }));
    this.#pressed.change({ ...this.#at(player, position.at), camera, segments }, answer);
  }

  /** Plays at another speed, in percent; 0 stands. */
  speed(speed: number): void {
    const [player, position] = this.#here();
    if (!player || !position) return;
    const answer = send({ type: "speed", on: "cue", speed });
    this.#pressed.change({ ...this.#at(player, position.at), speed }, answer);
  }

  /** Its first picture is shown: it plays from here on, and everyone is told so. */
  #begin(): void {
    const player = this.#beginning.begin();
    if (player) this.#pressed.change({ ...player, since: sessionNow() }, this.#go(player.at));
  }

  /** Goes to another moment, on the session clock in milliseconds. To be called as often as a finger moves. */
  seek(at: number): void {
    const player = this.player.peek();
    if (player) this.#pressed.change(this.#at(player, at), this.#go(Math.round(at)));
  }

  /** Stands so many pictures on, or back where that is negative. */
  step(frames: number): void {
    const [player, position] = this.#here();
    if (!player || !position) return;
    const { camera, at, segment } = position;
    const within = player.segments[segment];
    if (camera === null || !within) return;
    if (player.speed !== 0) this.speed(0);
    this.seek(this.#stage.neighbour(camera, at, within, frames) ?? at + frames * PICTURE);
  }

  /** Orders a moment; of those that come while one is on its way, the last. */
  #go(at: number): Promise<number | null> {
    this.#goTo = at;
    this.#going ??= this.#orderMoments();
    return this.#going;
  }

  async #orderMoments(): Promise<number | null> {
    let effect: number | null = null;
    for (let at = this.#goTo; at !== null; at = this.#goTo) {
      this.#goTo = null;
      effect = await send({ type: "seek", on: "cue", at });
    }
    this.#going = null;
    return effect;
  }

  #here() {
    const player = this.#beginning.player;
    return [player, player && positionOf(player, sessionNow())] as const;
  }

  /** The player at another moment, from now on. */
  #at(player: PlayerState, at: number): PlayerState {
    const since = sessionNow();
    const { segment } = positionOf(player, since);
    return { ...player, segment: segmentOf(player.segments, segment, at), at, since };
  }
}

/** Which segment a moment is in: the one that plays, if it is in that; where it is in none, the nearest. */
function segmentOf(segments: readonly Segment[], playing: number, at: number): number {
  const distances = segments.map(({ from, to }) => (at < from ? from - at : Math.max(0, at - to)));
  const least = Math.min(...distances);
  return distances[playing] === least ? playing : distances.indexOf(least);
}

/** The cue of this desk. */
export const cue = new Cue();
