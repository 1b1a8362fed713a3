import { computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type { PlayerState } from "../protocol/PlayerState";

/** How long a press holds without the engine's word on it, in milliseconds. */
const LONGEST = 2_000;

/** What a press made of a player. */
interface Press {
  /** Presses are counted: another one's answer says nothing about this one. */
  readonly count: number;
  readonly player: PlayerState;
  /** The event that its effect is in; null until the engine has accepted it. */
  readonly effect: number | null;
}

/**
 * A player as it is pressed here: the picture answers the finger, and the engine's word holds once it has the effect of
 * the last press.
 */
export class PressedPlayer {
  readonly #press = signal<Press | null>(null);
  #count = 0;

  /** What plays; null for nothing. */
  readonly player: ReadonlySignal<PlayerState | null>;

  /** Follows what the engine says of the player, in the state of the event `seq`. */
  constructor(told: ReadonlySignal<PlayerState | null>, seq: ReadonlySignal<number>) {
    this.player = computed(() => {
      const press = this.#press.value;
      const isHeld = press && press.player.id === told.value?.id && (press.effect === null || seq.value < press.effect);
      return isHeld ? press.player : told.value;
    });
  }

  /** Shows a player changed. The answer is the number of the event that it is in; null when it was refused. */
  change(player: PlayerState, answer: Promise<number | null>): void {
    const count = ++this.#count;
    const settle = (effect: number | null) => {
      const press = this.#press.peek();
      if (press?.count === count) this.#press.value = effect === null ? null : { ...press, effect };
    };
    answer.then(settle).catch((error) => reportError(error));
    window.setTimeout(() => settle(null), LONGEST);
    this.#press.value = { count, player, effect: null };
  }
}
