import { expect, test } from "vitest";
import { Blocks, RATE, SAMPLES } from "./blocks";

/** What comes of so many samples that a microphone gives in pieces of 128. */
function cut(rate: number, samples: Float32Array): Int16Array[] {
  const blocks = new Blocks(rate);
  const out: Int16Array[] = [];
  for (let at = 0; at < samples.length; at += 128) blocks.take(samples.subarray(at, at + 128), (b) => out.push(b));
  return out;
}

function sine(rate: number, hertz: number, seconds: number): Float32Array {
  return Float32Array.from({ length: rate * seconds }, (_, at) => 0.5 * Math.sin((2 * Math.PI * hertz * at) / rate));
}

test("a second is fifty messages, each sample in its place", () => {
  const samples = sine(RATE, 440, 1);
  const blocks = cut(RATE, samples);
  expect(blocks.map(({ length }) => length)).toEqual(new Array(50).fill(SAMPLES));
  expect(blocks.flatMap((block) => [...block])).toEqual([...Int16Array.from(samples, (sample) => sample * 32_767)]);
});

test.each([44_100, 16_000, 96_000])("a microphone of %d Hz sounds the same", (rate) => {
  const blocks = cut(rate, sine(rate, 440, 1));
  expect(blocks.length).toBeGreaterThanOrEqual(49);
  const said = blocks.flatMap((block) => [...block]);
  const meant = sine(RATE, 440, 1);
  const off = said.map((sample, at) => Math.abs(sample / 32_767 - (meant[at] ?? 0)));
  expect(Math.max(...off)).toBeLessThan(0.01);
});

test("what is too loud is cut off, and no other sign", () => {
  const [block] = cut(
    RATE,
    new Float32Array(SAMPLES).map((_, at) => (at % 2 ? 2 : -2)),
  );
  expect(new Set(block)).toEqual(new Set([-32_767, 32_767]));
});

test("the loudest is of what came since, and half a message is forgotten", () => {
  const blocks = new Blocks(RATE);
  const out: Int16Array[] = [];
  blocks.take(new Float32Array(SAMPLES - 1).fill(0.5), (block) => out.push(block));
  expect(blocks.takePeak()).toBe(0.5);
  expect(blocks.takePeak()).toBe(0);
  blocks.clear();
  blocks.take(new Float32Array(SAMPLES).fill(0.25), (block) => out.push(block));
  expect(out).toEqual([new Int16Array(SAMPLES).fill(0.25 * 32_767)]);
});
