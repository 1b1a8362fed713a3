import { describe, expect, test } from "vitest";
import type { Event } from "../protocol/Event";
import type { Snapshot } from "../protocol/Snapshot";
import { apply } from "./apply";
import states from "./fixtures/states.json";

const { base, cases } = states as unknown as {
  base: Snapshot;
  cases: { name: string; before: Partial<Snapshot>; event: Event; after: Partial<Snapshot> }[];
};

describe("apply", () => {
  // What follows is what the engine says follows (engine/tests/bindings/fixtures.rs).
  test.each(cases)("$name", ({ before, event, after }) => {
    const start = { ...base, ...before };
    const copy = structuredClone(start);
    expect(apply(start, { seq: start.seq + 1, event })).toEqual({ ...start, ...after });
    expect(start).toEqual(copy);
  });

  test("an event that is not the next one changes nothing", () => {
    for (const seq of [6, 7, 9]) expect(apply(base, { seq, event: { type: "selected", camera: 3 } })).toBeNull();
  });

  test("cameras that did not change keep their identity", () => {
    const [first] = base.cameras;
    if (!first) throw new Error("the state has cameras");
    expect(apply(base, { seq: 8, event: { type: "camera", camera: first } })?.cameras[1]).toBe(base.cameras[1]);
  });
});
