import { expect, test } from "vitest";
import type { PlayerState } from "../protocol/PlayerState";
import { positionOf } from "../store/player";
import { Footage, type Spot, timeOf } from "./footage";
import { inTurn, isSame } from "./place";

const WITHIN = { from: 10_000, to: 14_000 };
const INTERVAL = 1_000 / 60;

/** A phone's pictures: 30 a second, none more than 8 ms from its place. */
function uneven(): number[] {
  return Array.from({ length: 360 }, (_, index) => 6_000 + (index * 1_000) / 30 + 8 * Math.sin(index * index));
}

function filmed(times: readonly number[]): Footage {
  const footage = new Footage();
  const take = footage.intake();
  take({ type: "config", config: { codec: "vp8", width: 640, height: 360 } });
  for (const [index, at] of times.entries()) {
    const timestamp = Math.round(at * 1_000);
    take({ type: "frame", frame: { key: index % 60 === 0, hidden: false, timestamp, data: new Uint8Array(9) } });
  }
  footage.known.add({ from: 0, to: 20_000 });
  return footage;
}

/** The pictures that a player shows, and when, at display frames that may come late. */
function played(footage: Footage, speed: number, late: (frame: number) => boolean): { spot: Spot; now: number }[] {
  const player: PlayerState = {
    ...{ id: 1, on: "cue", desk: 1, camera: 1, playing: null, ...WITHIN },
    ...{ segments: [{ camera: 1, ...WITHIN }], segment: 0, since: 50_000, speed },
    at: speed > 0 ? WITHIN.from : WITHIN.to,
  };
  const seen: { spot: Spot; now: number }[] = [];
  for (let frame = 0; ; frame++) {
    if (late(frame)) continue;
    const now = 50_000 + frame * INTERVAL;
    const { at, over } = positionOf(player, now + INTERVAL / 2);
    const due = footage.due(at, WITHIN);
    if (due.kind !== "picture") throw new Error(`${due.kind} at ${at}`);
    const last = seen.at(-1)?.spot ?? null;
    const spot = inTurn(footage, last, due.spot, speed);
    if (!isSame(spot, last)) seen.push({ spot, now });
    if (over && isSame(spot, due.spot)) return seen;
  }
}

test.each([100, 50, 25, 33, 75, -25, -100])("at %i %% every picture is shown once, in order and evenly", (speed) => {
  const footage = filmed(uneven());
  const range = uneven().filter((at) => at >= WITHIN.from && at < WITHIN.to);
  const seen = played(footage, speed, () => false);
  const times = seen.map(({ spot }) => timeOf(spot));
  expect(times).toEqual((speed > 0 ? range : [...range].reverse()).map((at) => Math.round(at * 1_000) / 1_000));
  const begin = speed > 0 ? WITHIN.from : WITHIN.to;
  for (const { spot, now } of seen.slice(1)) {
    const place = 50_000 + ((timeOf(spot) - begin) * 100) / speed;
    // Backwards a picture is shown from its end on, which is the next one's beginning.
    if (speed > 0) expect(Math.abs(now - place)).toBeLessThanOrEqual(INTERVAL / 2 + 0.01);
  }
});

test("a display frame that comes late costs no picture", () => {
  const seen = played(filmed(uneven()), 100, (frame) => frame % 40 === 7 || frame % 40 === 8);
  const range = uneven().filter((at) => at >= WITHIN.from && at < WITHIN.to);
  expect(seen.length).toBe(range.length);
});

test("who plays faster leaves out pictures and keeps the time", () => {
  const seen = played(filmed(uneven()), 400, () => false);
  for (const { spot, now } of seen.slice(1, -1)) {
    expect(Math.abs(timeOf(spot) - WITHIN.from - (now + INTERVAL / 2 - 50_000) * 4)).toBeLessThan(60);
  }
});

test("the engine's word on a press, which is a little behind it, shows no picture again", () => {
  const footage = filmed(uneven());
  const [shown, behind, elsewhere] = [11_000, 10_930, 10_800].map((at) => footage.before(at));
  if (!shown || !behind || !elsewhere) throw new Error("they are there");
  expect(inTurn(footage, shown, behind, 100)).toBe(shown);
  expect(inTurn(footage, shown, elsewhere, 100)).toBe(elsewhere);
  expect(inTurn(footage, shown, behind, 0)).toBe(behind);
  expect(inTurn(footage, behind, shown, -100)).toBe(behind);
  expect(inTurn(footage, behind, shown, 400)).toBe(shown);
});
