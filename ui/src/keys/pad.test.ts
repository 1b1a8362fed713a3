import { expect, test } from "vitest";
import { type PadState, padActions } from "./pad";

function pad(held: readonly number[], stick = 0): PadState {
  return { pressed: Array.from({ length: 17 }, (_, index) => held.includes(index)), stick };
}

test.each([
  ["nothing", pad([]), pad([]), []],
  ["a press", pad([]), pad([0]), [{ do: "pause" }]],
  ["one that is held", pad([0]), pad([0]), []],
  ["one that is let go", pad([0]), pad([]), []],
  ["two at once", pad([]), pad([9, 15]), [{ do: "take" }, { do: "step", way: 1 }]],
  ["a button without a meaning", pad([]), pad([16]), []],
  ["a stick that stands loosely", pad([], 0.02), pad([], -0.12), []],
  ["the stick to its end", pad([], 0), pad([], 1), [{ do: "hold", speed: 400 }]],
  ["back", pad([], 1), pad([], -1), [{ do: "hold", speed: -400 }]],
  ["a little", pad([], 0), pad([], 0.2), [{ do: "hold", speed: 10 }]],
  ["let go", pad([], 0.2), pad([], 0.01), [{ do: "hold", speed: 0 }]],
  ["a hand that trembles", pad([], 0.5), pad([], 0.501), []],
])("%s", (_, before, now, wanted) => expect(padActions(before, now)).toEqual(wanted));
