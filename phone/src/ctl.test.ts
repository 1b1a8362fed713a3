import { expect, test } from "vitest";
import { readWord } from "./ctl";

test("a view is read, and what a newer desk adds is left out", () => {
  const message = JSON.stringify({
    number: 3,
    name: "Crane",
    tally: "preview",
    sound: "speech",
    recorded: true,
    cue: "wider",
  });
  const view = { number: 3, name: "Crane", tally: "preview", sound: "speech", recorded: true };
  expect(readWord(message)).toEqual(view);
});

test("the director's removal is read", () => {
  expect(readWord('{"removed":true}')).toEqual({ removed: true });
});

test("that another phone took the camera over is read", () => {
  expect(readWord('{"replaced":true}')).toEqual({ replaced: true });
});

test.each([
  ["not JSON"],
  ['{"replaced":1}'],
  ['{"removed":false}'],
  ["null"],
  ["7"],
  ['{"number":3,"name":"Crane"}'],
  ['{"number":3,"name":"Crane","tally":"standby"}'],
  ['{"number":"3","name":"Crane","tally":"off"}'],
  [new ArrayBuffer(2)],
])("%s is neither", (data) => {
  expect(readWord(data)).toBeNull();
});
