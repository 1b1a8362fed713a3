import type { Memory } from "./memory";

/** What whoever holds the phone switches on or off for themselves; the phone remembers it. */
export type Switch = "grid" | "buzz";

/** What is on until somebody switches it off. */
const FIRST: ReadonlySet<Switch> = new Set<Switch>(["buzz"]);

/** The operator's own switches. */
export class Switches {
  constructor(private readonly memory: Memory) {}

  isOn(one: Switch): boolean {
    const told = this.memory.get(`regie.${one}`);
    return told === null ? FIRST.has(one) : told === "on";
  }

  set(one: Switch, on: boolean): void {
    this.memory.set(`regie.${one}`, on ? "on" : "off");
  }
}
