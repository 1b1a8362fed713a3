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

/** Where the time goes from a filmed picture to the desk's screen, step by step. */
export class Breakdown {
  /** What the engine logs for it: two lines a picture. */
  static readonly LOG = "warn,regie::pace=trace";
  readonly #steps: Step[] = [];

  /** Joins what phones, engine and desk noted of the pictures that were seen. */
  async take(cameras: number, engine: Engine, desk: Page, seen: Seen, sent: readonly Sent[]): Promise<void> {
    const inEngine = picturesOf(engine.log);
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
    add("encode (sender's mean)", [encode]);
    add("pacing (sender's mean)", [pacing]);
    const received = ways.map(({ engine, filmed }) => engine.arrived - filmed - encode - pacing);
    add("capture and network: the rest up to the engine's last packet", received);
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
