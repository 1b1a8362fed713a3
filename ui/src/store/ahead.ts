import { computed, signal } from "@preact/signals-core";
import { state } from "./desk";

/** How long a command shows something without the engine's word on it, in milliseconds: what it said last holds then. */
const LONGEST = 2_000;

/** The last command of this page that shows something before the engine's word on it is here. */
interface Ahead {
  /** The page's own number of the command: another one's answer says nothing about this one. */
  readonly id: number;
  readonly camera: number;
  /** The event that its effect is in; null until the engine has accepted it. */
  readonly effect: number | null;
}

const latest = signal<Ahead | null>(null);
let lastId = 0;

/**
 * The camera of a cut that was pressed here, until the state has what became of that very cut; null when there is none.
 *
 * An answer and the events come by ways of their own, and in the window in any order, so the answer names the event that
 * the effect is in: neither what others do meanwhile nor what was pressed here before ends it.
 */
export const ahead = computed<number | null>(() => {
  if (!latest.value) return null;
  const { camera, effect } = latest.value;
  return effect !== null && (state.value?.seq ?? 0) >= effect ? null : camera;
});

/** Shows a camera that was asked for. The answer is the number of the event that it is in; null when it was refused. */
export function showAhead(camera: number, answer: Promise<number | null>): void {
  const id = ++lastId;
  const settle = (effect: number | null) => {
    const shown = latest.peek();
    if (shown?.id === id) latest.value = effect === null ? null : { ...shown, effect };
  };
  // First, since a picture that can't be drawn stops what follows.
  answer.then(settle).catch((error) => reportError(error));
  window.setTimeout(() => settle(null), LONGEST);
  latest.value = { id, camera, effect: null };
}
