import { describe, expect, test } from "vitest";
import { Playout, RATE, type Stretch } from "./playout";

const BLOCK = 128;
const BLOCK_MS = (BLOCK / RATE) * 1_000;
const PACKET = 960;

/** 20 ms of sound from a time on, whose samples say their own time: milliseconds / 1e5. */
function stretch(at: number, length = PACKET): Stretch {
  const left = Float32Array.from({ length }, (_, sample) => (at + sample / 48) / 1e5);
  return { at, left, right: left };
}

/** A playout with sound that arrives `delay` milliseconds after its packet is complete, played up to `until`. */
function play(playout: Playout, options: { until: number; from?: number; delay?: number | ((at: number) => number) }) {
  const { until, from = 0, delay = 10 } = options;
  const heard: { now: number; samples: Float32Array }[] = [];
  const arrivals: { now: number; stretch: Stretch }[] = [];
  for (let at = from; at < until; at += 20) {
    const late = typeof delay === "number" ? delay : delay(at);
    arrivals.push({ now: at + 20 + late, stretch: stretch(at) });
  }
  for (let now = from; now < until; now += BLOCK_MS) {
    while (arrivals[0] && arrivals[0].now <= now) {
      const { stretch, now: arrived } = arrivals.shift() as (typeof arrivals)[0];
      playout.write(stretch, arrived);
    }
    const [left, right] = [new Float32Array(BLOCK), new Float32Array(BLOCK)];
    playout.read(left, right, now);
    heard.push({ now, samples: left });
  }
  return heard;
}

/** How many milliseconds after its capture the last block's first sample is heard. */
function shiftOf(heard: { now: number; samples: Float32Array }[]): number {
  const { now, samples } = heard[heard.length - 1] ?? { now: 0, samples: new Float32Array(1) };
  return now - (samples[0] ?? 0) * 1e5;
}

describe("Playout", () => {
  test("sound is heard when the picture of its time is seen", () => {
    const playout = new Playout();
    playout.want(80);
    expect(shiftOf(play(playout, { until: 2_000 }))).toBeCloseTo(80, 0);
    expect(playout.late).toBeLessThanOrEqual(0);
    expect(playout.missed).toBeLessThan(BLOCK * 40);
  });

  test("where it arrives too late for that, as soon as it can be without a gap", () => {
    const missed = [3_000, 6_000].map((until) => {
      const playout = new Playout();
      playout.want(20);
      const heard = play(playout, { until, delay: (at) => 10 + (at % 100 === 0 ? 8 : 0) });
      // 20 ms of packet, 18 of way, and the margin.
      expect(shiftOf(heard)).toBeCloseTo(44, 0);
      expect(playout.late).toBeCloseTo(24, 0);
      return playout.missed;
    });
    expect(missed[1]).toBe(missed[0]);
  });

  test("a hold-up makes it later, and two seconds after it is as early as before", () => {
    const playout = new Playout();
    playout.want(20);
    play(playout, { until: 1_000 });
    const held = play(playout, { from: 1_000, until: 1_500, delay: (at) => (at < 1_200 ? 10 + (1_200 - at) : 10) });
    expect(shiftOf(held)).toBeGreaterThan(150);
    expect(shiftOf(play(playout, { from: 1_500, until: 5_000 }))).toBeCloseTo(36, 0);
  });

  test("a picture that comes later takes the sound along without a gap", () => {
    const playout = new Playout();
    playout.want(60);
    play(playout, { until: 1_000 });
    playout.want(75);
    const missed = playout.missed;
    expect(shiftOf(play(playout, { from: 1_000, until: 12_000 }))).toBeCloseTo(75, 0);
    expect(playout.missed).toBe(missed);
  });

  test("a longer delay leaves a gap, and none is heard twice when it is shorter again", () => {
    const playout = new Playout();
    playout.want(80);
    play(playout, { until: 1_000 });
    // 300 ms more delay: the same sound, with a later time.
    for (let at = 1_000; at < 2_000; at += 20) playout.write({ ...stretch(at), at: at + 300 }, at + 30);
    const [left, right] = [new Float32Array(BLOCK), new Float32Array(BLOCK)];
    playout.read(left, right, 1_900);
    expect(1_900 - (left[BLOCK - 1] ?? 0) * 1e5 + BLOCK_MS).toBeCloseTo(380, -1);
  });

  test("what is of other pictures is jumped to, however it came before", () => {
    const playout = new Playout();
    playout.want(120);
    play(playout, { until: 1_000 });
    playout.want(20, true);
    // A replay's sound is here before it is to be heard.
    for (let at = 1_000; at < 2_000; at += 20) playout.write(stretch(at), at - 150);
    const [left, right] = [new Float32Array(BLOCK), new Float32Array(BLOCK)];
    playout.read(left, right, 1_500);
    expect(1_500 - (left[BLOCK - 1] ?? 0) * 1e5 + BLOCK_MS).toBeCloseTo(20, -1);
  });

  test("nothing is played before there is sound, nor after it has ended", () => {
    const playout = new Playout();
    const [left, right] = [new Float32Array(BLOCK).fill(1), new Float32Array(BLOCK).fill(1)];
    playout.read(left, right, 0);
    expect(left.every((sample) => sample === 0)).toBe(true);
    play(playout, { until: 1_000 });
    for (let now = 1_000; now < 1_200; now += BLOCK_MS) playout.read(left, right, now);
    expect(right.every((sample) => sample === 0)).toBe(true);
    expect(playout.missed).toBeGreaterThan(0);
  });

  test("an engine that was restarted begins anew", () => {
    const playout = new Playout();
    playout.want(80);
    play(playout, { from: 60_000, until: 62_000 });
    const offset = 61_000;
    playout.want(offset + 80);
    for (let at = 1_000; at < 2_000; at += 20) playout.write(stretch(at), offset + at + 30);
    const [left, right] = [new Float32Array(BLOCK), new Float32Array(BLOCK)];
    playout.read(left, right, offset + 1_500);
    expect(1_500 - (left[BLOCK - 1] ?? 0) * 1e5 + BLOCK_MS).toBeCloseTo(80, -1);
  });
});
