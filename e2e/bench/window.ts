import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Snapshot } from "../../ui/src/protocol/Snapshot";
import { type Ready, tokenOf } from "../support/engine";
import { type Tried, Window } from "../window/window";
import { watched } from "./completeness";
import { Figures, type Row, type System, type What } from "./figures";
import { Load } from "./load";
import { measures } from "./measures";
import { share, startedBy, usage } from "./process";
import { comparison, table } from "./report";
import { conclude, machine, OPTIONS } from "./results";
import { MARK, readSentTimes } from "./sent-stamp";
import { installReader, type Sighting, watchDesk } from "./stamp";
import { stampedClips } from "./stamped-clips";
import type { Found } from "./targets";

/** Numbers of cameras that are measured, the issue's. */
const CAMERAS = "1,4,8";
/** The one that the targets are about. */
const MANY = 8;
/** Until connections stand and the desk has found its pace; and how long is counted then. */
const [SETTLE_MS, COUNT_MS] = [5000, 10_000];
const [CUTS, REPLAY_STARTS] = [8, 4];
/** How long program has gone on before a replay that is only begun, and what a replay shows at most. */
const [SHOWN_MS, REPLAY_MS] = [2000, 10_000];
/** How long something may take to be seen, and the pause between two looks: a look takes the page's time. */
const [PATIENCE_MS, LOOK_MS] = [20_000, 100];
/** Whose figures are what: a desk as it starts, and the web view's own way, as every desk was drawn until it was measured. */
const WAYS = { régie: "auto", baseline: "on" } as const;

/**
 * Measures the real window: with each of `--cameras 1,4,8`, `--rounds N` times, the desk as it starts and beside it one that
 * composites as the web view does by itself; `--only régie|baseline` for a look at one of them; and {@link OPTIONS}.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      cameras: { type: "string", default: CAMERAS },
      rounds: { type: "string", default: "1" },
      only: { type: "string" },
      ...OPTIONS,
    },
  });
  const figures = new Figures();
  const tried: Tried[] = [];
  const clips = await stampedClips();
  const started = Date.now();
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const cameras of values.cameras.split(",").map(Number)) {
      for (const system of ["régie", "baseline"] as const) {
        if (values.only !== undefined && values.only !== system) continue;
        const found = await measureWindow(system, cameras, clips, figures);
        if (found !== undefined) tried.push(found);
        const seconds = Math.round((Date.now() - started) / 1000);
        process.stderr.write(`${seconds} s: round ${round}, ${system}, cameras: ${cameras}\n`);
      }
    }
  }
  const rows = figures.rows();
  const compared = comparison(rows);
  const { cpus, model, load } = machine();
  console.log(`\nThe real window, 640x360 at 30 pictures/s; ${cpus} cores (${model}), load ${load.toFixed(1)}`);
  console.log("Régie: as it starts. Baseline: --compositing on, the web view's own way.\n");
  console.log(table(compared));
  console.log(`\nwhat the first starts found\n${tried.map(line).join("\n")}`);
  await conclude("bench-window", { rows, compared, tried }, found(rows), values);
}

function line({ compositing, trial, without, with: on, reason }: Tried): string {
  const drawn = (one?: Tried["with"]) =>
    one ? `${one.pictures.toFixed(1)} pictures/s, ${one.turns.toFixed(0)} turns/s, ${one.cores.toFixed(2)} cores` : "";
  return `  ${compositing}: ${trial === "failed" ? reason : `without ${drawn(without)}; with ${drawn(on)}`}`;
}

/** What the targets are about. */
function found(rows: readonly Row[]): Found {
  const of = (what: (cameras: number) => What) =>
    rows.filter((row) => row.system === "régie" && row.cameras === MANY && row.what === what(MANY).what);
  const medians = (what: (cameras: number) => What) => of(what).map(({ median }) => median);
  const each = (what: (cameras: number) => What) => of(what).flatMap(({ runs }) => runs.map((run) => run.median));
  return {
    windowRate: each(measures.windowRate),
    windowGlass: medians(measures.windowGlass),
    windowCores: medians(measures.windowCores),
    windowReplay: medians(measures.replay),
    windowShown: each(measures.replayShown),
  };
}

async function measureWindow(
  system: System,
  cameras: number,
  clips: readonly string[],
  figures: Figures,
): Promise<Tried | undefined> {
  const add = (what: (cameras: number) => What, ...values: number[]) => figures.add(what(cameras), system, values);
  const desk = await Window.open({ compositing: WAYS[system] });
  const closing: (() => Promise<unknown>)[] = [() => desk.close()];
  try {
    await until(() => desk.sees("record"));
    // Before the first camera: then no decoder was made that is not watched.
    for (const install of [installReader, watchDesk]) await desk.session.run(install);
    await desk.session.run(readSentTimes, MARK);
    const ready = await desk.ready();
    const load = Load.start({
      ...{ whip: ready.whip, token: tokenOf(ready.join) },
      cameras,
      clips,
      flags: ["--stamp"],
    });
    closing.push(() => load.stop());
    await load.connected();
    await until(async () => (await desk.tiles()).filter((tile) => tile.includes(" live ")).length === cameras);
    await sleep(SETTLE_MS);

    await measureStretch(desk, ready.pid, add);
    if (cameras > 1) await measureCuts(desk, add);
    await measureReplays(desk, ready, add);
    return system === "régie" ? await desk.tried() : undefined;
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

type Add = (what: (cameras: number) => What, ...values: number[]) => void;

/** What program shows and what it takes, with nobody pressing anything. */
async function measureStretch({ session }: Window, shell: number, add: Add): Promise<void> {
  const look = () =>
    session.run(() => ({
      at: performance.now(),
      ...{ handed: window.handed.length, displayed: window.displayed.length, turns: window.displayFrames.length },
    }));
  const web = startedBy(shell, "WebKitWebProcess");
  if (web === undefined) throw new Error("the window has no web process");
  const [from, before] = [await look(), usage(web)];
  await sleep(COUNT_MS);
  const [to, after] = [await look(), usage(web)];
  const seconds = (to.at - from.at) / 1000;
  add(measures.windowRate, (to.displayed - from.displayed) / seconds);
  add(measures.windowTurns, (to.turns - from.turns) / seconds);
  add(measures.windowCores, 100 * share(before, after));
  const ages = await session.run(
    (from, to) => window.handed.slice(from, to).map(({ age }) => age),
    ...([from.handed, to.handed] as const),
  );
  add(measures.windowGlass, ...ages);
}

async function measureCuts(desk: Window, add: Add): Promise<void> {
  for (let cut = 1; cut <= CUTS; cut++) {
    const source = cut % 2;
    add(measures.windowCut, await since(desk, String(source + 1), { source }));
    await sleep(300 + Math.random() * 700);
  }
}

async function measureReplays(desk: Window, ready: Ready, add: Add): Promise<void> {
  for (let replay = 0; replay < REPLAY_STARTS; replay++) {
    await shownFor(ready, SHOWN_MS);
    add(measures.replay, await since(desk, "r", { older: measures.OLD_MS }));
    await since(desk, "l", { newer: measures.FRESH_MS });
  }
  await shownFor(ready, REPLAY_MS);
  const from = await desk.session.run(() => window.displayed.length);
  add(measures.replay, await since(desk, "r", { older: measures.OLD_MS }));
  await until(async () => !(await desk.sees("replay-badge")));
  await shownFor(ready, measures.FRESH_MS);
  const seen = await desk.session.run(
    (from) => ({
      displayed: window.displayed.slice(from),
      pressed: window.pressedAt,
      now: performance.timeOrigin + performance.now(),
    }),
    from,
  );
  const { shown, inOrder, milliseconds } = watched(seen, REPLAY_MS);
  add(measures.replayShown, shown);
  add(measures.replayInOrder, inOrder);
  add(measures.replayLength, milliseconds);
}

/** What a picture has to be like: of a source, so old at least or so old at most. */
interface Wanted {
  readonly source?: number;
  readonly older?: number;
  readonly newer?: number;
}

/** Presses a key; gives back the milliseconds from it to the first such picture in a turn of the page, NaN if none came. */
async function since(desk: Window, key: string, wanted: Wanted): Promise<number> {
  await desk.press(key);
  const began = performance.now();
  while (performance.now() - began < PATIENCE_MS) {
    const took = await desk.session.run(({ source, older = 0, newer = 65_536 }: Wanted) => {
      const fits = ({ at, age, source: by }: Sighting) =>
        at > window.pressedAt && (source ?? by) === by && age >= older && age <= newer;
      const first = window.displayed.find(fits);
      return first ? first.at - window.pressedAt : null;
    }, wanted);
    if (took !== null) return took;
    await sleep(LOOK_MS);
  }
  return Number.NaN;
}

/** Waits until program has shown the same for so long. */
async function shownFor(ready: Ready, milliseconds: number): Promise<void> {
  await until(async () => {
    const headers = { Authorization: `Bearer ${tokenOf(ready.desk)}` };
    const response = await fetch(new URL("/api/state", ready.desk), { headers });
    const { now, history } = (await response.json()) as Snapshot;
    return now - (history.at(-1)?.since ?? now) > milliseconds;
  });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > PATIENCE_MS) throw new Error(`waited ${PATIENCE_MS / 1000} s for ${holds}`);
    await sleep(LOOK_MS);
  }
}
