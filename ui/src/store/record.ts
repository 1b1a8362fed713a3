import { computed, signal } from "@preact/signals-core";
import { recording } from "./desk";
import { startRecording, stopRecording } from "./orders";

/** How long the first press waits for the second one, in milliseconds: to look at the key, read, and decide. */
export const SURE = 3_000;
/** A second press within this many milliseconds is a double click, by which nobody means to end a show. */
const BOUNCE = 400;
/** How long a press is held that needs no second one, in milliseconds: longer than a hand rests on a key. */
export const HOLD = 1_000;

/** A first press on a recording that runs. */
interface Asked {
  /** A second press counts. */
  readonly ripe: boolean;
  /** It is being held. */
  readonly held: boolean;
}

const pending = signal<Asked | null>(null);
/** Of the stop that was asked for: until a second press counts, until it is forgotten, until a held one is enough. */
const timers = { ripe: 0, forgotten: 0, held: 0 };

/** The stop that was asked for and is not confirmed; null while none is, or when the recording ended by itself. */
export const stopping = computed(() => (isOn(recording.value?.state) ? pending.value : null));

/**
 * A press on the record key, from wherever: starts at once, and ends only the second time within {@link SURE}. A show
 * is not ended by a slip.
 */
export function pressRecord(): void {
  const state = recording.peek()?.state;
  // It is being saved already: another press must not start the next show.
  if (state === "finishing") return;
  if (!isOn(state)) {
    calm();
    startRecording();
  } else if (stopping.peek()?.ripe) {
    stop();
  } else if (!stopping.peek()) {
    pending.value = { ripe: false, held: false };
    timers.ripe = window.setTimeout(() => amend({ ripe: true }), BOUNCE);
    timers.forgotten = window.setTimeout(calm, SURE);
  }
}

/** The press that just came is still down: held for {@link HOLD} it is enough by itself. */
export function holdRecord(): void {
  if (!stopping.peek() || stopping.peek()?.held) return;
  amend({ held: true });
  timers.held = window.setTimeout(stop, HOLD);
}

/** No key is down any more. What was asked for still waits for its second press, {@link SURE} from now. */
export function releaseRecord(): void {
  if (!pending.peek()?.held) return;
  window.clearTimeout(timers.held);
  window.clearTimeout(timers.forgotten);
  timers.forgotten = window.setTimeout(calm, SURE);
  amend({ held: false });
}

/** Takes back what was asked for. False when nothing was. */
export function calm(): boolean {
  const was = stopping.peek() !== null;
  for (const timer of Object.values(timers)) window.clearTimeout(timer);
  pending.value = null;
  return was;
}

function amend(change: Partial<Asked>): void {
  const asked = pending.peek();
  pending.value = asked && { ...asked, ...change };
}

function stop(): void {
  calm();
  stopRecording();
}

function isOn(state: string | undefined): boolean {
  return state === "starting" || state === "running";
}
