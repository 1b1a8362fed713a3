import { expect, test } from "vitest";
import type { OnAir } from "../protocol/OnAir";
import { byRecency } from "./standby";

const onAir = (since: number, camera: number): OnAir => ({ since, source: { kind: "camera", camera } });

test("who was on program last is the likeliest next, and who never was comes by number", () => {
  const history: OnAir[] = [
    onAir(0, 4),
    onAir(10, 2),
    { since: 20, source: { kind: "slate" } },
    onAir(30, 4),
    onAir(40, 3),
  ];
  expect(byRecency([1, 2, 4, 5], history)).toEqual([4, 2, 1, 5]);
  expect(byRecency([5, 1], [])).toEqual([1, 5]);
});
