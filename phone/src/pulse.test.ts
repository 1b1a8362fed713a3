import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bytesReceived, Pulse } from "./pulse";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A pulse of what comes, and what it said. */
function pulse() {
  const said: string[] = [];
  const line = { bytes: 0 as number | null, rate: 10, said };
  const following = new Pulse(
    async () => {
      if (line.bytes !== null) line.bytes += line.rate;
      return line.bytes;
    },
    (sign) => said.push(sign),
  );
  following.start();
  return Object.assign(line, { following });
}

test("a silence is noticed within a second and a quarter, and its end at once", async () => {
  const line = pulse();
  await vi.advanceTimersByTimeAsync(5000);
  expect(line.said).toEqual([]);
  line.rate = 0;
  await vi.advanceTimersByTimeAsync(800);
  expect(line.said).toEqual([]);
  await vi.advanceTimersByTimeAsync(400);
  expect(line.said).toEqual(["silent"]);
  await vi.advanceTimersByTimeAsync(9000);
  line.rate = 10;
  await vi.advanceTimersByTimeAsync(300);
  expect(line.said).toEqual(["silent", "heard"]);
});

test("a page that stood still itself has not been silent", async () => {
  const line = pulse();
  await vi.advanceTimersByTimeAsync(3000);
  line.rate = 0;
  vi.setSystemTime(Date.now() + 20_000);
  await vi.advanceTimersByTimeAsync(300);
  expect(line.said).toEqual([]);
});

test("a way that is thrown away is nothing that came", async () => {
  const line = pulse();
  await vi.advanceTimersByTimeAsync(3000);
  line.rate = 0;
  await vi.advanceTimersByTimeAsync(600);
  line.bytes = 3;
  await vi.advanceTimersByTimeAsync(900);
  expect(line.said).toEqual(["silent"]);
});

test("a browser that does not tell, and a connection that is over, are never silent", async () => {
  const line = pulse();
  line.bytes = null;
  await vi.advanceTimersByTimeAsync(9000);
  line.bytes = 7;
  line.following.stop();
  line.rate = 0;
  await vi.advanceTimersByTimeAsync(9000);
  expect(line.said).toEqual([]);
});

test("what all ways brought is summed up", () => {
  const pair = (bytes?: number) => ({
    type: "candidate-pair",
    ...(bytes === undefined ? {} : { bytesReceived: bytes }),
  });
  expect(bytesReceived([pair(3), { type: "transport" }, pair(4), pair()])).toBe(7);
  expect(bytesReceived([pair(), { type: "transport" }])).toBeNull();
});
