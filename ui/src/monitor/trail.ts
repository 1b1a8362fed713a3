import { sessionNow } from "../store/clock";
import type { Message } from "./wire";

/**
 * What was on program as long ago as a replay begins, as the engine sends it: a little before its time, for whoever is
 * ready before; and on time for whoever must not be.
 */
export class Trail {
  readonly #due: (message: Message) => void;
  #early: Message[] = [];

  /** `due` is given each message when its time has come. */
  constructor(due: (message: Message) => void) {
    this.#due = due;
  }

  /** Takes the next message; `by` is how long ago what is due now was, in milliseconds. */
  take(message: Message, by: number): void {
    this.#early.push(message);
    const until = (sessionNow() - by) * 1_000;
    // What is told between frames belongs to the one behind it.
    const waits = this.#early.findIndex((one) => one.type === "frame" && one.frame.timestamp > until);
    const ready = this.#early.splice(0, waits < 0 ? this.#early.length : waits);
    for (const one of ready) this.#due(one);
  }

  /** Forgets what is not due yet: another camera follows. */
  clear(): void {
    this.#early = [];
  }
}
