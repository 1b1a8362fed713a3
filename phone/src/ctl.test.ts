import { expect, test } from "vitest";
import { read } from "./ctl";
import said from "./fixtures/to-phone.json";

test.each(said)("$type is read as the engine wrote it", (message) => {
  expect(read(JSON.stringify(message))).toEqual(message);
});

/** What an older desk does not say. */
const UNSAID = { wanted: { serial: 0, settings: {} }, cue: null, calls: false, spoken_to: false };

test("a view is read, and what a newer desk adds is left out", () => {
  const view = {
    number: 3,
    name: "Crane",
    tally: "preview",
    sound: "speech",
    recorded: true,
    budget: 2000,
    live_in: 7500,
    ...UNSAID,
  };
  const message = JSON.stringify({ type: "view", view: { ...view, cue: "wider", lights: 3 }, at: 7 });
  expect(read(message)).toEqual({ type: "view", view });
});

test.each([undefined, null, "2000", 0, -1])("a desk that says the budget %s wants the usual", (budget) => {
  const view = { number: 3, name: "Crane", tally: "off", sound: "music", recorded: false, live_in: null, ...UNSAID };
  const message = JSON.stringify({ type: "view", view: { ...view, budget } });
  expect(read(message)).toEqual({ type: "view", view: { ...view, budget: 3500 } });
});

test.each([
  ["not JSON"],
  ["null"],
  ["7"],
  ["{}"],
  ['{"type":"cue","cue":"wider"}'],
  ['{"removed":true}'],
  ['{"number":3,"name":"Crane","tally":"off"}'],
  ['{"type":"view"}'],
  ['{"type":"view","view":null}'],
  ['{"type":"view","view":{"number":3,"name":"Crane"}}'],
  ['{"type":"view","view":{"number":3,"name":"Crane","tally":"standby"}}'],
  ['{"type":"view","view":{"number":"3","name":"Crane","tally":"off"}}'],
  [new ArrayBuffer(2)],
])("%s is no message of ours", (data) => {
  expect(read(data)).toBeNull();
});
