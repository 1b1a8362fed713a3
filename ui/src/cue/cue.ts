import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type { Surface } from "../monitor/surface";
import type { PlayerState } from "../protocol/PlayerState";
import type { Segment } from "../protocol/Segment";
import { now, sessionNow } from "../store/clock";
import { ownCue } from "../store/cue";
import { state } from "../store/desk";
import { send } from "../store/orders";
import { positionOf } from "../store/player";
import type { Stretch } from "./archive";
import { PressedPlayer } from "./pressed";

/** A picture that is shown. */
export interface Shown {
  readonly camera: number;
  /** When it was taken, on the session clock in milliseconds. */
  readonly at: number;
}

/** How long a picture lasts where its neighbour is not known, in milliseconds. */
const PICTURE = 1_000 / 30;

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
  readonly #shown = signal<Shown | null>(null);
  readonly #hole = signal<Stretch | null>(null);
  readonly #waits = signal(false);

  /** What it plays, as it was last asked for here; null while nothing is cued. */
  readonly player: ReadonlySignal<PlayerState | null> = this.#pressed.player;
  /** Where it is, at the beat of the page; null while nothing is cued. */
  readonly position = computed(() => this.player.value && positionOf(this.player.value, now.value));
  /** The picture on its canvas; null while that is black. */
  readonly shown: ReadonlySignal<Shown | null> = this.#shown;
  /** The hole that it is in: there are no pictures, and the canvas is black. */
  readonly hole: ReadonlySignal<Stretch | null> = this.#hole;
  /** Whether the picture that is due is still on its way, and the one on the canvas is another one. */
  readonly waits: ReadonlySignal<boolean> = this.#waits;

  /** Takes its canvas; null when that is gone. */
  showOn(_surface: Surface | null): void {}

  /** Takes the canvas of a camera's small picture of the same instant; null when that is gone. */
  showAngleOn(_camera: number, _surface: Surface | null): void {}

  /** Shows another camera from the same instant on. */
  angle(camera: number): void {
    const [player, position] = this.#here();
    if (!player || !position) return;
    const segments = player.segments.map((segment) => ({ ...segment, camera }));
    const changed = { ...this.#at(player, position.at), camera, segments };
    this.#pressed.change(changed, send({ type: "angle", on: "cue", camera }));
  }

  /** Plays at another speed, in percent; 0 stands. */
  speed(speed: number): void {
    const [player, position] = this.#here();
    if (!player || !position) return;
    this.#pressed.change({ ...this.#at(player, position.at), speed }, send({ type: "speed", on: "cue", speed }));
  }

  /** Goes to another moment, on the session clock in milliseconds. */
  seek(at: number): void {
    const { player } = this;
    const playing = player.peek();
    if (!playing) return;
    this.#pressed.change(this.#at(playing, at), send({ type: "seek", on: "cue", at: Math.round(at) }));
  }

  /** Stands so many pictures on, or back where that is negative. */
  step(frames: number): void {
    const [player, position] = this.#here();
    if (!player || !position) return;
    if (player.speed !== 0) this.speed(0);
    this.seek(position.at + frames * PICTURE);
  }

  #here() {
    const player = this.player.peek();
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
