import { describe, expect, test } from "vitest";
import type { Config } from "../monitor/wire";
import { type Due, Footage, timeOf } from "./footage";

const SMALL: Config = { codec: "vp8", width: 640, height: 360 };
const LARGE: Config = { codec: "vp8", width: 1_280, height: 720 };
const ALL = { from: 0, to: 100_000 };

/** Takes pictures at these milliseconds as one answer, a keyframe every so many. */
function answer(footage: Footage, times: readonly number[], group = 5, config = SMALL): void {
  const take = footage.intake();
  take({ type: "config", config });
  for (const [index, at] of times.entries()) {
    const frame = { key: index % group === 0, hidden: false, timestamp: at * 1_000, data: new Uint8Array(10) };
    take({ type: "frame", frame });
  }
}

function every(step: number, from: number, to: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
}

/** A camera whose pictures of these milliseconds are here, and nothing else was filmed up to `until`. */
function filmed(times: readonly number[], until: number, group = 5): Footage {
  const footage = new Footage();
  answer(footage, times, group);
  footage.known.add({ from: 0, to: until });
  return footage;
}

function said(due: Due): unknown {
  switch (due.kind) {
    case "picture":
      return timeOf(due.spot);
    case "hole":
      return [due.from, due.to];
    case "unknown":
      return `unknown, ${due.nearest && timeOf(due.nearest)}`;
  }
}

describe("what is due", () => {
  const footage = filmed([...every(40, 1_000, 2_000), ...every(40, 5_000, 6_000)], 9_000);

  test.each([
    ["the last picture up to now", 1_050, ALL, 1_040],
    ["a picture at its very time", 1_080, ALL, 1_080],
    ["the first one at the beginning, though another one is before it", 1_045, { from: 1_045, to: 3_000 }, 1_080],
    ["the last one at the end", 1_300, { from: 1_000, to: 1_300 }, 1_280],
    ["not the first one behind the end", 1_280, { from: 1_000, to: 1_280 }, 1_240],
    ["the picture before a hole, for as long as one lasts", 2_030, ALL, 1_960],
    ["a hole with its length", 2_100, ALL, [1_960, 5_000]],
    ["its end", 5_000, ALL, 5_000],
    ["nothing before the first one", 100, ALL, [null, 1_000]],
    ["nothing behind the last one", 7_000, ALL, [5_960, null]],
    ["what is not fetched", 9_500, ALL, "unknown, 5960"],
  ])("%s", (_, at, within, due) => expect(said(footage.due(at, within))).toEqual(due));

  test("without an answer is not known, and the nearest picture is", () => {
    const empty = new Footage();
    expect(said(empty.due(1_000, ALL))).toBe("unknown, null");
    answer(empty, every(40, 1_000, 1_200));
    expect(said(empty.due(1_050, ALL))).toBe(1_040);
    expect(said(empty.due(1_170, ALL))).toBe("unknown, 1160");
  });

  test("at the newest picture of a camera that films is that picture", () => {
    const growing = filmed(every(40, 1_000, 2_000), 1_960);
    expect(said(growing.due(1_959, ALL))).toBe(1_920);
    expect(said(growing.due(2_000, ALL))).toBe("unknown, 1960");
  });
});

test("answers that overlap are one footage, in whatever order they come", () => {
  const footage = new Footage();
  answer(footage, every(40, 3_000, 4_000));
  answer(footage, every(40, 1_000, 2_000));
  answer(footage, every(40, 1_800, 3_200));
  footage.known.add({ from: 1_000, to: 4_000 });
  const seen: number[] = [];
  for (let spot = footage.after(0); spot; spot = footage.next(spot)) seen.push(timeOf(spot));
  expect(seen).toEqual(every(40, 1_000, 4_000));
  const back: number[] = [];
  for (let spot = footage.before(9_999); spot; spot = footage.previous(spot)) back.push(timeOf(spot));
  expect(back).toEqual([...seen].reverse());
});

test("a camera that changes its size within the range is decoded by its groups", () => {
  const footage = filmed(every(40, 1_000, 1_200), 2_000);
  answer(footage, every(40, 1_200, 1_400), 5, LARGE);
  const widths = [1_160, 1_200].map((at) => footage.before(at)?.gop.config.width);
  expect(widths).toEqual([640, 1_280]);
});

test("what is let go of is not known any more, and comes again", () => {
  const times = every(40, 0, 10_000);
  const footage = filmed(times, 10_000);
  footage.keep({ from: 4_010, to: 6_010 });
  const left = footage.bytes;
  expect(left).toBeLessThan(80 * 10);
  expect(said(footage.due(5_000, ALL))).toBe(5_000);
  for (const at of [3_000, 8_000]) expect(footage.due(at, ALL).kind).toBe("unknown");
  for (const gone of footage.known.missing({ from: 0, to: 10_000 })) {
    const lead = Math.floor(gone.from / 200) * 200;
    answer(footage, every(40, lead, gone.to));
    footage.known.add(gone);
  }
  for (const at of times) expect(said(footage.due(at, ALL))).toBe(at);
});

test("a group that no decoder takes is a hole", () => {
  const footage = filmed(every(40, 0, 4_000), 4_000, 25);
  const spot = footage.before(1_500);
  if (spot) footage.spoil(spot.gop);
  expect(said(footage.due(1_500, ALL))).toEqual([960, 2_000]);
});
