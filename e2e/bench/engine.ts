import { parseArgs } from "node:util";
import { Engine } from "../support/engine";
import { median } from "./figures";
import { Janus } from "./janus";
import { LightDesk } from "./light-desk";
import { Load } from "./load";
import { loadClips } from "./load-clips";
import { share, type Usage, usage } from "./process";
import { conclude, machine, OPTIONS } from "./results";
import type { Found } from "./targets";

/** Rate of each stream, the issue's. */
const KBPS = 2500;
/** How long everything runs before it is measured: the joins are over, and so are the first keyframes asked for. */
const SETTLE_S = 5;

/** What one server cost under so many streams. */
export interface Cost {
  readonly server: "régie" | "Janus";
  readonly streams: number;
  /** Of one core for a stream, in percent: the median of the windows, and each. */
  readonly cpu: number;
  readonly windows: readonly number[];
  /** Memory that a stream takes beside the ring, in MB. */
  readonly memory: number;
  /** What the rings held at that time, in MB for a stream; 0 for Janus, which keeps nothing. */
  readonly ring: number;
  /** Pictures that were sent and never came whole into a ring; unknown for Janus, which makes no pictures. */
  readonly lost: number | null;
  /** Pictures that were sent. */
  readonly pictures: number;
  /** Packets that the server asked for again. */
  readonly resent: number;
  /** What the publisher itself took of a core for a stream, in percent. */
  readonly publisher: number;
}

interface How {
  readonly windows: number;
  readonly seconds: number;
}

/**
 * Measures what a stream costs: `--streams 8,32,64`, `--windows N`, `--seconds N` (each), `--only regie|janus`, and
 * {@link OPTIONS}.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      streams: { type: "string", default: "8,32,64" },
      windows: { type: "string", default: "3" },
      seconds: { type: "string", default: "20" },
      only: { type: "string" },
      ...OPTIONS,
    },
  });
  const how = { windows: Number(values.windows), seconds: Number(values.seconds) };
  const costs: Cost[] = [];
  const janus = values.only !== "regie" && Janus.isInstalled();
  if (values.only !== "regie" && !janus) process.stderr.write("janus is not installed: measured without it\n");
  for (const streams of values.streams.split(",").map(Number)) {
    process.stderr.write(`${streams} streams\n`);
    if (values.only !== "janus") costs.push(await measureRegie(streams, how));
    if (janus) costs.push(await measureJanus(streams, how));
  }

  const { cpus, model } = machine();
  console.log(`\nCost of a stream of ${KBPS / 1000} Mbit/s, half H.264 and half VP8; ${cpus} cores (${model})\n`);
  console.log(table(costs));
  await conclude("bench-engine", { kbps: KBPS, ...how, costs }, found(costs), values);
}

/** What the targets are about. */
function found(costs: readonly Cost[]): Found {
  const ours = costs.filter(({ server }) => server === "régie");
  const [some, many] = [32, 64].map((streams) => ours.find((cost) => cost.streams === streams));
  return {
    streamCpu: [some?.cpu],
    streamMemory: [some?.memory],
    linear: some && many ? [many.cpu / some.cpu] : [],
    lost: ours.map(({ lost }) => lost ?? undefined),
  };
}

async function measureRegie(streams: number, how: How): Promise<Cost> {
  const engine = await Engine.start({ limit: streams });
  const { whip, pid } = engine.ready;
  const desk = await LightDesk.open(engine, false);
  const idle = usage(pid);
  const load = await start(whip, engine.crew, streams);
  const { windows, publisher } = await watch(pid, load, how);
  const { ring_bytes } = await desk.next();
  const { rss } = usage(pid);
  const counts = await load.stop();
  // The figures of the last second are complete in the one after it.
  await desk.next();
  const { pictures } = await desk.next();
  desk.close();
  await engine.dispose();
  const sent = counts?.pictures ?? 0;
  return {
    ...{ server: "régie", streams, cpu: median(windows) / streams, windows: windows.map((all) => all / streams) },
    ...{ memory: (rss - idle.rss - ring_bytes) / streams / 1e6, ring: ring_bytes / streams / 1e6 },
    ...{ lost: sent - pictures, pictures: sent, resent: counts?.resent ?? 0, publisher: publisher / streams },
  };
}

async function measureJanus(streams: number, how: How): Promise<Cost> {
  const janus = await Janus.start(streams);
  const idle = usage(janus.pid);
  const load = await start(janus.whip, "none", streams);
  const { windows, publisher } = await watch(janus.pid, load, how);
  const { rss } = usage(janus.pid);
  const counts = await load.stop();
  await janus.stop();
  return {
    ...{ server: "Janus", streams, cpu: median(windows) / streams, windows: windows.map((all) => all / streams) },
    ...{ memory: (rss - idle.rss) / streams / 1e6, ring: 0 },
    ...{ lost: null, pictures: counts?.pictures ?? 0, resent: counts?.resent ?? 0, publisher: publisher / streams },
  };
}

async function start(whip: string, token: string, cameras: number): Promise<Load> {
  const clips = await loadClips(KBPS);
  const load = Load.start({ whip, token, cameras, clips: [clips.h264, clips.vp8] });
  await load.connected();
  await sleep(SETTLE_S);
  return load;
}

/** What a server and the publisher take of a core in each window, in percent. */
async function watch(pid: number, load: Load, how: How): Promise<{ windows: number[]; publisher: number }> {
  const windows: number[] = [];
  const own: number[] = [];
  for (let window = 0; window < how.windows; window++) {
    const before: [Usage, Usage] = [usage(pid), usage(load.pid)];
    await sleep(how.seconds);
    windows.push(100 * share(before[0], usage(pid)));
    own.push(100 * share(before[1], usage(load.pid)));
  }
  return { windows, publisher: median(own) };
}

const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** The costs as a table for people. */
function table(costs: readonly Cost[]): string {
  const line = (...cells: (string | number)[]) => cells.map((cell) => String(cell).padStart(12)).join(" ");
  const heads = ["server", "streams", "% of a core", "MB", "MB of ring", "lost", "resent", "sender's %"];
  return [
    line(...heads),
    ...costs.map(({ server, streams, cpu, memory, ring, lost, pictures, resent, publisher }) => {
      const losses = lost === null ? "-" : `${lost}/${pictures}`;
      return line(
        server,
        streams,
        cpu.toFixed(3),
        memory.toFixed(2),
        ring.toFixed(1),
        losses,
        resent,
        publisher.toFixed(3),
      );
    }),
  ].join("\n");
}
