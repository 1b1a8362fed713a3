import { expect, test } from "vitest";
import type { ToDesk } from "../protocol/ToDesk";
import { cameras, figures, levels, outside, receive, selected, state } from "./desk";
import messages from "./fixtures/to-desk.json";

test("every message of the engine is taken in, and the figures go with their cameras", () => {
  for (const message of messages as unknown as ToDesk[]) expect(receive(message)).toBe(true);
  // Camera 3 was selected, and became number 2.
  expect([state.value?.seq, selected.value, cameras.value.map(({ number }) => number)]).toEqual([9, 2, [1, 2]]);
  expect([...figures.value].map(([number, { camera, kbps }]) => [number, camera, kbps])).toEqual([
    [1, 1, 3000],
    [2, 2, 2000],
  ]);
  expect(levels.value.get(2)).toEqual({ camera: 2, peak: -40, clipping: false, silent: false });
  expect(outside.value).toEqual({ viewers: 2, disk: { free: 1_000_000, minutes_left: 90 } });

  // One is missing before it: the desk asks for a new snapshot, and keeps what it knows.
  expect(receive({ type: "event", event: { seq: 11, event: { type: "selected", camera: 1 } } })).toBe(false);
  expect(selected.value).toBe(2);
});
