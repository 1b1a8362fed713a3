import type { Page } from "playwright-core";
import type { Engine } from "../support/engine";
import { median, quantile } from "./figures";
import type { Sent } from "./senders";
import type { Seen } from "./sightings";

/** One step of a picture's way, in milliseconds. */
export interface Step {
  readonly cameras: number;
  readonly step: string;
  readonly median: number;
  readonly p95: number;
}

/** A picture in the engine, in milliseconds of the machine's clock. */
interface InEngine {
  /** Its last packet was here. */
  arrived: number;
  /** It was in the feed. */
  kept: number;
  /** It was handed to the desk's socket. */
  sent: number;
}

/** A run whose pictures are followed. */
interface Run {
  /** The phone whose pictures are on program; its page notes what leaves its encoder. */
  readonly phone: Page;
  readonly engine: Engine;
  readonly desk: Page;
  readonly seen: Seen;
  readonly sent: readonly Sent[];
}

/** How far two times of one picture may be apart from what they are in other pictures: half the time between two. */
const NEAR_MS = 16;
/** Of the RTP clock of pictures. */
const TICKS_A_MS = 90;

/** Where the time goes from a filmed picture to the desk's screen, step by step. */
export class Breakdown {
  /** What the engine logs for it: two lines a picture. */
  static readonly LOG = "warn,regie::pace=trace";
  readonly #steps: Step[] = [];

  /** Joins what phones, engine and desk noted of the pictures that were seen. */
  async take(cameras: number, { phone, engine, desk, seen, sent }: Run): Promise<void> {
    const inEngine = picturesOf(engine.log);
    const encoded = await phone.evaluate(() => window.encoded);
    const passages = await desk.evaluate(() => [...window.passages]);
    const displayed = new Map(seen.displayed.map(({ at, age }) => [Math.round(at - age), at]));
    const add = (step: string, values: number[]) => {
      this.#steps.push({ cameras, step, median: round(median(values)), p95: round(quantile(values, 0.95)) });
    };
    const ways = passages.flatMap(([pts, passage]) => {
      const engine = inEngine.get(pts);
      const { arrived, decoded, drawn, filmed } = passage;
      if (!engine || decoded === undefined || drawn === undefined || filmed === undefined) return [];
      const shown = displayed.get(Math.round(filmed));
      return [{ engine, arrived, decoded, drawn, filmed, shown }];
    });
    const encode = median(sent.map((one) => one.encode));
    const pacing = median(sent.map((one) => one.pacing));
    const left = leftEncoder(ways, encoded);
    add(
      "capture: the rest up to the encoder's end",
      left.map(({ filmed, left }) => left - filmed - encode),
    );
    add("encode (sender's mean)", [encode]);
    add("pacing (sender's mean)", [pacing]);
    add(
      "network: the rest up to the engine's last packet",
      left.map(({ engine, left }) => engine.arrived - left - pacing),
    );
    add(
      "assemble: last packet → ring",
      ways.map(({ engine }) => engine.kept - engine.arrived),
    );
    add(
      "monitor: ring → socket",
      ways.map(({ engine }) => engine.sent - engine.kept),
    );
    add(
      "socket: engine → the page's decoder",
      ways.map(({ engine, arrived }) => arrived - engine.sent),
    );
    add(
      "decode",
      ways.map(({ arrived, decoded }) => decoded - arrived),
    );
    add(
      "draw",
      ways.map(({ decoded, drawn }) => drawn - decoded),
    );
    const shown = ways.flatMap((way) => (way.shown === undefined ? [] : [{ ...way, shown: way.shown }]));
    add(
      "wait for the display frame",
      shown.map(({ drawn, shown }) => shown - drawn),
    );
    add(
      "all: filmed → display frame",
      shown.map(({ filmed, shown }) => shown - filmed),
    );
  }

  rows(): readonly Step[] {
    return this.#steps;
  }
}

interface Way {
  readonly engine: InEngine;
  readonly filmed: number;
}

/**
 * Finds for each picture when it left the encoder, where that is known. RTP timestamps are the times of filming on
 * another clock: how far the two are apart is known from the last picture that left before each arrived, which for most
 * is this very picture.
 */
function leftEncoder<T extends Way>(
  ways: readonly T[],
  encoded: readonly [number, number][],
): (T & { left: number })[] {
  const apart = median(
    ways.flatMap(({ engine, filmed }) => {
      const last = encoded.filter(([, at]) => at < engine.arrived).at(-1);
      return last ? last[0] / TICKS_A_MS - filmed : [];
    }),
  );
  return ways.flatMap((way) => {
    const own = encoded.find(([rtp]) => Math.abs(rtp / TICKS_A_MS - way.filmed - apart) < NEAR_MS);
    return own ? [{ ...way, left: own[1] }] : [];
  });
}

/** Reads the engine's lines: `… a frame is kept pts=1 waited=2` (microseconds) and `… a frame is sent pts=1`. */
function picturesOf(log: string): Map<number, InEngine> {
  const pictures = new Map<number, InEngine>();
  for (const line of log.split("\n")) {
    const [, time, what, pts, waited] = /^(\S+Z) .*a frame is (kept|sent) pts=(\d+)(?: waited=(\d+))?/.exec(line) ?? [];
    if (time === undefined) continue;
    const at = microsecondTime(time);
    if (what === "kept") pictures.set(Number(pts), { arrived: at - Number(waited) / 1000, kept: at, sent: Number.NaN });
    const picture = pictures.get(Number(pts));
    if (what === "sent" && picture) picture.sent = at;
  }
  for (const [pts, { sent }] of pictures) if (Number.isNaN(sent)) pictures.delete(pts);
  return pictures;
}

/** `Date` keeps milliseconds only. */
function microsecondTime(iso: string): number {
  const [, seconds = "", fraction = "0"] = /^(.*)\.(\d+)Z$/.exec(iso) ?? [];
  return Date.parse(`${seconds}Z`) + Number(`0.${fraction}`) * 1000;
}

const round = (value: number) => Math.round(value * 10) / 10;
