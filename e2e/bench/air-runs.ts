import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import type { CameraTelemetry } from "../../ui/src/protocol/CameraTelemetry";
import type { Snapshot } from "../../ui/src/protocol/Snapshot";
import type { Air } from "../support/air";
import { BrowserProcess } from "../support/browser";
import { Desk } from "../support/desk";
import { Engine } from "../support/engine";
import { manifestOf } from "../support/recordings";
import { connect, FLAGS, page } from "./baseline";
import type { Stretch } from "./evenness";
import { keepFilm, takeFilm } from "./film";
import { kept, stampsIn } from "./kept";
import { LightDesk } from "./light-desk";
import { StampedPhone } from "./regie";
import { type Sent, watchSenders } from "./senders";
import { installReader, type Scene, type Sighting, watchDesk } from "./stamp";

/** What is filmed: with this grain both ways send 1.4 Mbit/s where nothing limits them, less than either's own bound. */
const SCENE: Scene = { source: 0, grain: 0.02 };
/** Until encoders, congestion control and playout have found what they need. */
const SETTLE_MS = 5000;
/** How far behind the live pictures something may be complete, and still be kept. */
const COMPLETED_MS = 3000;
/** What a replay shows at most; a picture this much after its start is surely within it. */
const [REPLAY_MS, EDGE_MS] = [10_000, 60];

/** What is asked of a run. */
export interface Wanted {
  /** The air, which begins when the measurement does: each run of a seed has the same. */
  readonly air: string;
  readonly seconds: number;
  /** Whether the display frames themselves are wanted. */
  readonly film: boolean;
}

/** What a page showed in a run. */
export interface Shown {
  readonly stretch: Stretch;
  readonly displayed: readonly Sighting[];
  /** Its display frames on a sheet, as a PNG. */
  readonly film?: Buffer;
}

/** What was seen of the prototype's way. */
export interface BaselineRun {
  readonly shown: Shown;
  readonly sent: readonly Sent[];
}

/** What was seen of Régie: one phone, its desk and its second screen at once. */
export interface RegieRun {
  readonly desk: Shown;
  readonly screen: Shown;
  /** Of the pictures that were filmed, in percent: in a replay of ten seconds, and in the camera's recording. */
  readonly replay: number;
  readonly iso: number;
  /** How far behind the audience is at the end, in milliseconds. */
  readonly delay: number;
  /** The camera's figures, second by second. */
  readonly telemetry: readonly CameraTelemetry[];
  readonly sent: readonly Sent[];
}

/** One page that sends picture and sound to another over the air, as the prototype's did. */
export async function runBaseline(air: Air, wanted: Wanted): Promise<BaselineRun> {
  const receiver = await BrowserProcess.launch(FLAGS);
  const sender = await BrowserProcess.launch(FLAGS, air.phones[0]);
  try {
    const [from, to] = [await page(sender), await page(receiver)];
    await connect(from, to, SCENE, true);
    await to.evaluate(() => window.watchDisplay(() => window.program));
    await to.waitForFunction(() => window.displayed.length > 0);
    await sleep(SETTLE_MS);
    const sent = await watchSenders([from]);
    const stretch = await pass(air, wanted, [to]);
    return { sent: await sent(), shown: await shownOn(to, stretch, wanted) };
  } finally {
    await sender.close();
    await receiver.close();
  }
}

/** One phone on the air, recorded, with a desk and a second screen; then a replay. */
export async function runRegie(air: Air, wanted: Wanted): Promise<RegieRun> {
  const engine = await Engine.start({ address: air.address });
  const closing: (() => Promise<unknown>)[] = [() => engine.dispose()];
  try {
    const desk = await Desk.open(engine.ready.desk, { before: [installReader, watchDesk] });
    closing.push(() => desk.close());
    const browser = await BrowserProcess.launch();
    closing.push(() => browser.close());
    const screen = await secondScreen(engine, browser);
    const phone = await StampedPhone.open(SCENE, [], air.phones[0]);
    closing.push(() => phone.close());
    await phone.join(engine.ready.join);
    for (const shows of [desk.page, screen]) await shows.waitForFunction(() => window.displayed.length > 0);
    const figures = await LightDesk.open(engine, false);
    closing.push(async () => figures.close());
    await engine.command({ type: "start_recording" });
    await sleep(SETTLE_MS);

    const telemetry: CameraTelemetry[] = [];
    figures.onTelemetry = ({ cameras }) => telemetry.push(...cameras);
    const sent = await watchSenders([phone.page]);
    const stretch = await pass(air, wanted, [screen]);
    const asked = now();
    await engine.command({ type: "replay" });
    const newest = await desk.page.evaluate(newestBefore, asked);
    const state = await engine.snapshot();
    const run = {
      ...{ sent: await sent(), telemetry: [...telemetry], delay: state.cameras[0]?.playout_delay ?? Number.NaN },
      ...{ desk: await shownOn(desk.page, stretch), screen: await shownOn(screen, stretch, wanted) },
    };
    await sleep(COMPLETED_MS);
    await engine.command({ type: "clip" });
    const files = await finishedShow(engine, state);
    const filmed = await phone.page.evaluate(() => window.filmed);
    const [replay, iso] = [await stampsIn(files.clip), await stampsIn(files.iso)];
    // What the director has seen is what a replay is asked for.
    return {
      ...run,
      replay: kept(filmed, replay, { from: asked - REPLAY_MS + EDGE_MS, to: newest }),
      iso: kept(filmed, iso, { from: stretch.from, to: newest }),
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** The second screen, as a page of its own. */
async function secondScreen(engine: Engine, { browser }: BrowserProcess): Promise<Page> {
  const page = await browser.newPage();
  await page.addInitScript(installReader);
  const url = new URL("/screen.html", engine.ready.desk);
  url.hash = new URL(engine.ready.desk).hash;
  await page.goto(url.href);
  await page.getByTestId("program").waitFor({ state: "attached" });
  await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>("[data-testid=program]");
    window.watchDisplay(() => canvas);
  });
  return page;
}

/** Runs in the desk's page: when the newest picture was filmed that it had drawn by then. */
function newestBefore(asked: number): number {
  return Math.max(...window.handed.filter(({ at }) => at < asked).map(({ at, age }) => at - age));
}

/** Ends the recording; gives back its files of camera 1. */
async function finishedShow(engine: Engine, { recording }: Snapshot): Promise<{ iso: string[]; clip: string[] }> {
  await engine.command({ type: "stop_recording" });
  for (;;) {
    const { last_show } = await engine.snapshot();
    if (last_show && last_show.show === recording?.show) {
      const { files } = await manifestOf(last_show.path);
      const of = (role: string) =>
        files.filter((file) => file.role === role).map((file) => path.join(last_show.path, file.path));
      return { iso: of("iso"), clip: of("clip") };
    }
    await sleep(50);
  }
}

/** Lets the air begin, and so much time pass. */
async function pass(air: Air, wanted: Wanted, filmed: readonly Page[]): Promise<Stretch> {
  await air.begin(wanted.air);
  if (wanted.film) for (const page of filmed) await page.evaluate(keepFilm, wanted.seconds);
  const from = now();
  await sleep(wanted.seconds * 1000);
  return { from, to: now() };
}

async function shownOn(page: Page, stretch: Stretch, wanted?: Wanted): Promise<Shown> {
  const displayed = await page.evaluate(
    ({ from, to }) => window.displayed.filter(({ at }) => at >= from && at < to),
    stretch,
  );
  return { stretch, displayed, ...(wanted?.film ? { film: await takeFilm(page) } : {}) };
}

const now = () => performance.timeOrigin + performance.now();
