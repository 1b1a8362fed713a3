import { beforeEach, expect, test } from "vitest";
import type { Decoder } from "./decoder";
import { RunAhead } from "./run-ahead";
import type { Config, Frame } from "./wire";

const CONFIG: Config = { codec: "vp8", width: 64, height: 36 };
const OTHER: Config = { codec: "vp8", width: 36, height: 64 };

/** What the decoder was told: a configuration, a frame (with whether it is shown), or to forget. */
let told: string[];
let ahead: RunAhead;

beforeEach(() => {
  told = [];
  let config: Config | null = null;
  const decoder = {
    get config() {
      return config;
    },
    configure(to: Config) {
      config = to;
      told.push(to === CONFIG ? "config" : "other");
    },
    decode: ({ timestamp, hidden }: Frame) => told.push(`${timestamp}${hidden ? "" : "!"}`),
    reset: () => told.push("reset"),
  } as unknown as Decoder;
  ahead = new RunAhead(decoder);
});

const frame = (timestamp: number, hidden = true, key = timestamp % 10 === 0): Frame => ({
  key,
  hidden,
  timestamp,
  data: new Uint8Array(key ? 9 : 1),
});

/** Runs ahead to a frame, from the keyframe before. */
function run(from: number, to: number): void {
  ahead.configureAhead(CONFIG);
  for (let at = from; at <= to; at++) ahead.decodeAhead(frame(at, false));
  told = [];
}

function replay(config: Config, from: number, shown: number, to: number): string[] {
  ahead.begin();
  ahead.configure(config);
  for (let at = from; at <= to; at++) ahead.decode(frame(at, at < shown));
  return told;
}

test("what it runs ahead with is never shown", () => {
  ahead.configureAhead(CONFIG);
  ahead.decodeAhead(frame(11));
  ahead.decodeAhead(frame(20, false));
  ahead.decodeAhead(frame(21, false));
  expect(told).toEqual(["config", "20", "21"]);
});

test("a replay that begins there goes on with the frame behind, and decodes nothing twice", () => {
  run(20, 26);
  expect(replay(CONFIG, 20, 28, 30)).toEqual(["27", "28!", "29!", "30!"]);
});

test("one that begins with a newer keyframe goes on with that", () => {
  run(20, 29);
  expect(replay(CONFIG, 30, 31, 32)).toEqual(["config", "30", "31!", "32!"]);
});

test("one of another camera, or of before, begins anew", () => {
  run(20, 26);
  expect(replay(OTHER, 20, 22, 22)).toEqual(["other", "20", "21", "22!"]);
  run(20, 26);
  expect(replay(CONFIG, 10, 12, 12)).toEqual(["config", "10", "11", "12!"]);
});

test("one whose first picture it has decoded already begins anew", () => {
  run(20, 26);
  expect(replay(CONFIG, 20, 24, 25)).toEqual(["reset", "config", "20", "21", "22", "23", "24!", "25!"]);
  run(20, 26);
  expect(replay(CONFIG, 20, 20, 21)).toEqual(["reset", "config", "20!", "21!"]);
});

test("a decoder that lost its way is not counted on", () => {
  run(20, 26);
  ahead.lost();
  expect(replay(CONFIG, 20, 28, 28).slice(0, 4)).toEqual(["reset", "config", "20", "21"]);
});
