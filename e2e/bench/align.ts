import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Air } from "../support/air";
import { Desk } from "../support/desk";
import { Engine } from "../support/engine";
import { Phone } from "../support/phone";
import { median, quantile } from "./figures";
import { conclude, machine, OPTIONS } from "./results";
import { installReader, installStampedCamera } from "./stamp";

/** From the first picture on: the clocks are measured, and the places slewed. */
const SETTLE_MS = 20_000;
/** Pictures are compared by the medians of so long, where there are so many of each camera: a busy desk decodes keyframes alone. */
const STRETCH_MS = 5000;
const FEWEST = 3;
const NAMES = ["Red", "Blue"];

declare global {
  interface Window {
    /** Of each picture that was decoded: who filmed it, when by the machine's clock, and its time on the session clock. */
    placed: [source: number, filmed: number, pts: number][];
  }
}

/** Runs in the desk's page: reads the stamp of each picture as it comes out of the decoder. */
function notePlaces(): void {
  window.placed = [];
  const Original = VideoDecoder;
  const canvas = document.createElement("canvas");
  const ctx = canvas.getContext("2d", { willReadFrequently: true });
  window.VideoDecoder = class extends Original {
    constructor({ output, error }: VideoDecoderInit) {
      super({
        error,
        output: (picture) => {
          const now = performance.timeOrigin + performance.now();
          Object.assign(canvas, { width: picture.displayWidth, height: 40 });
          ctx?.drawImage(picture, 0, 0);
          const seen = window.readStamp(canvas, now);
          if (seen) window.placed.push([seen.source, now - seen.age, picture.timestamp / 1000]);
          output(picture);
        },
      });
    }
  };
}

/** How much later than filmed one camera's pictures are placed beside the other's, stretch by stretch, in milliseconds. */
function apart(placed: Window["placed"]): number[] {
  const first = placed[0]?.[1] ?? 0;
  const stretches = new Map<number, [number[], number[]]>();
  for (const [source, filmed, pts] of placed) {
    const stretch = Math.floor((filmed - first) / STRETCH_MS);
    const both = stretches.get(stretch) ?? [[], []];
    stretches.set(stretch, both);
    both[source === 0 ? 0 : 1].push(pts - filmed);
  }
  return [...stretches.values()].flatMap(([red, blue]) =>
    red.length >= FEWEST && blue.length >= FEWEST ? [median(red) - median(blue)] : [],
  );
}

/**
 * How far two phones' pictures of one moment are apart on the session clock, by stamped pictures, and what the desk shows of
 * that: `--air NAME` for an emulated Wi-Fi in place of the loopback, `--seed N` of it, `--seconds N`, and {@link OPTIONS}.
 *
 * The stamp is what a page draws in a display frame, and the browser stamps the picture when it takes it off the canvas at that
 * frame's end: what busy pages differ in there is in the figure, and is no error of the clocks.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      air: { type: "string" },
      seed: { type: "string", default: "1" },
      seconds: { type: "string", default: "60" },
      ...OPTIONS,
    },
  });
  const missing = values.air === undefined ? undefined : Air.missing();
  if (missing !== undefined) {
    process.stderr.write(`bad air is not measured: ${missing}\n`);
    return;
  }
  const air =
    values.air === undefined
      ? undefined
      : await Air.open({ air: values.air, seed: Number(values.seed), phones: NAMES.length });
  const engine = await Engine.start(air ? { address: air.address } : {});
  const closing: { close(): Promise<unknown> }[] = [];
  try {
    const desk = await Desk.open(engine.ready.desk, { lax: true, before: [installReader, notePlaces] });
    closing.push(desk);
    for (const [source, name] of NAMES.entries()) {
      const place = air?.phones[source];
      const phone = await Phone.open(source === 0 ? "red" : "blue", {
        lax: true,
        ...(place ? { namespace: place } : {}),
      });
      closing.push(phone);
      await phone.page.addInitScript(installStampedCamera, { source, inStep: true });
      await phone.join(engine.ready.join, name);
      await desk.tile(source + 1).waitFor();
    }
    await sleep(SETTLE_MS);
    await desk.page.evaluate(() => {
      window.placed = [];
    });
    const shown: { delay: number | null; alignment: number | null }[][] = [];
    const load = machine().load;
    for (let second = 0; second < Number(values.seconds); second += 5) {
      await sleep(5000);
      shown.push((await engine.snapshot()).cameras.map(({ delay, alignment }) => ({ delay, alignment })));
    }
    const errors = apart(await desk.page.evaluate(() => window.placed));
    const sizes = errors.map(Math.abs);
    const sums = shown.map((cameras) => cameras.reduce((sum, { alignment }) => sum + (alignment ?? Number.NaN), 0));
    const said = sums.filter((sum) => !Number.isNaN(sum));
    const figures = {
      air: values.air ?? "loopback",
      stretches: errors.length,
      median: median(errors),
      p95: quantile(sizes, 0.95),
      worst: Math.max(...sizes),
      said: Math.max(...said),
      unknown: sums.length - said.length,
      delays: NAMES.map((_, camera) => shown.map((cameras) => cameras[camera]?.delay)),
      load,
    };
    const round = (milliseconds: number) => Math.round(milliseconds * 10) / 10;
    console.log(`\ntwo phones on the session clock, ${figures.air}, by stamped pictures, in milliseconds`);
    console.log(
      `  apart, of ${figures.stretches} stretches: median ${round(figures.median)}, p95 ${round(figures.p95)}, worst ${round(figures.worst)}`,
    );
    console.log(
      `  said to be at most ${figures.said}, unknown ${figures.unknown} times; delays ${figures.delays.map((all) => all.join(" ")).join("; ")}`,
    );
    console.log(`  load ${load.toFixed(1)}`);
    const target = values.air === undefined ? "alignLoopback" : values.air === "hall" ? "alignHall" : undefined;
    await conclude("bench-align", figures, target === undefined ? {} : { [target]: [figures.p95] }, values);
  } finally {
    for (const one of closing.reverse()) await one.close();
    await engine.dispose();
    await air?.close();
  }
}
