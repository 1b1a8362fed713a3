import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { BrowserProcess } from "../support/browser";
import { Engine } from "../support/engine";
import { watchPage } from "../support/viewer";
import { measureBaseline } from "./baseline";
import { Figures, median, type What } from "./figures";
import { Janus } from "./janus";
import { Load } from "./load";
import { loadClips } from "./load-clips";
import { measures } from "./measures";
import { share, type Usage, usage } from "./process";
import { StampedPhone } from "./regie";
import { comparison, table } from "./report";
import { conclude, machine, OPTIONS } from "./results";
import { sightings, sincePress, warmUp } from "./sightings";
import { installReader, watchVideo } from "./stamp";

/** Rate of the program, the issue's. */
const KBPS = 2500;
/** How long a house of viewers runs before it is measured. */
const SETTLE_S = 5;
const [PICTURES, CUTS] = [240, 20];
/** Viewers of one program, the issue's. */
const HOUSE = 50;

/** What so many viewers cost a server. */
interface House {
  readonly server: "régie" | "Janus";
  readonly viewers: number;
  /** Of one core in percent: the median of the windows, and each. */
  readonly cpu: number;
  readonly windows: readonly number[];
  /** Pictures a second that each viewer counted, on average. */
  readonly pictures: number;
  /** Mbit/s that all of them received, payloads alone. */
  readonly mbps: number;
}

/**
 * Measures those who watch: `--rounds N` of glass to glass and cuts beside two browsers by themselves, then `--viewers N`
 * of one program beside Janus for `--windows N` of `--seconds N`; `--only glass|house` for a look at a part; and
 * {@link OPTIONS}.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: "string", default: "2" },
      viewers: { type: "string", default: String(HOUSE) },
      windows: { type: "string", default: "3" },
      seconds: { type: "string", default: "10" },
      only: { type: "string" },
      ...OPTIONS,
    },
  });
  const [figures, silent] = [new Figures(), new Figures()];
  const houses: House[] = [];
  const how = { viewers: Number(values.viewers), windows: Number(values.windows), seconds: Number(values.seconds) };
  if (values.only !== "house") {
    const amount = { pictures: PICTURES, cuts: 0, replayStarts: 0, replays: 0, recordings: 0 };
    for (let round = 1; round <= Number(values.rounds); round++) {
      process.stderr.write(`round ${round}\n`);
      await measureViewer(figures, true);
      await measureBaseline(1, amount, figures, true);
      // A browser keeps the picture in step with the sound: so much later is a picture with it.
      await measureViewer(silent, false);
      await measureBaseline(1, amount, silent);
    }
  }
  if (values.only !== "glass") {
    houses.push(await regieHouse(how));
    if (Janus.isInstalled()) houses.push(await janusHouse(how));
    else process.stderr.write("janus is not installed: measured without it\n");
  }
  const [compared, withoutSound] = [comparison(figures.rows()), comparison(silent.rows())];
  const { cpus, model } = machine();
  console.log(`\n${cpus} cores (${model})\n`);
  if (compared.length > 0) console.log(`${table(compared)}\n\nwithout sound, in both\n${table(withoutSound)}\n`);
  for (const { server, viewers, cpu, windows, pictures, mbps } of houses) {
    const each = windows.map((window) => window.toFixed(1)).join(", ");
    console.log(
      `${server}: ${viewers} viewers of ${KBPS / 1000} Mbit/s: ${cpu.toFixed(1)} % of a core (${each}), ` +
        `${pictures.toFixed(1)} pictures/s each, ${mbps.toFixed(0)} Mbit/s in all`,
    );
  }
  const of = ({ what }: What) => compared.find((row) => row.what === what);
  const [ours, theirs] = ["régie", "Janus"].map((server) => houses.find((house) => house.server === server));
  const found = {
    viewerGlass: [of(measures.glassToScreen(1))?.ratio?.median],
    viewerCut: [of(measures.viewerCut(2))?.regie?.p95],
    house: ours && theirs && how.viewers === HOUSE ? [ours.cpu - theirs.cpu] : [],
  };
  await conclude("bench-watch", { compared, withoutSound, houses }, found, values);
}

/** From the phone's camera to the screen of who watches and, with sound, from a cut to the first picture there. */
async function measureViewer(figures: Figures, sound: boolean): Promise<void> {
  const engine = await Engine.start();
  const closing: (() => Promise<unknown>)[] = [() => engine.dispose()];
  try {
    const screen = await BrowserProcess.launch();
    closing.push(() => screen.close());
    const page = await (await screen.browser.newContext()).newPage();
    await page.addInitScript(installReader);
    if (!sound) await page.addInitScript(watchDeaf);
    const first = await StampedPhone.open({ source: 0 });
    closing.push(() => first.close());
    await first.join(engine.ready.join);
    await page.goto(watchPage(engine));
    await page.evaluate(() => window.watchDisplay(() => document.querySelector("video")));
    await page.locator("video").evaluate(watchVideo);
    await warmUp(page);
    const seen = await sightings(page, PICTURES);
    figures.add(
      measures.glassToScreen(1),
      "régie",
      seen.displayed.map(({ age }) => age),
    );
    figures.add(
      measures.glassToPage(1),
      "régie",
      seen.handed.map(({ age }) => age),
    );
    if (!sound) return;
    const second = await StampedPhone.open({ source: 1 });
    closing.push(() => second.close());
    await second.join(engine.ready.join);
    await cameras(engine, 2);
    for (let cut = 1; cut <= CUTS; cut++) {
      const source = cut % 2;
      await press(page);
      await engine.command({ type: "cut", camera: source + 1 });
      const since = await sincePress(page, { source });
      figures.add(measures.viewerCut(2), "régie", [since.displayed]);
      // Cuts are at any moment of a group of pictures.
      await sightings(page, 20 + Math.floor(Math.random() * 40));
    }
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** Runs in the page: it asks for no sound. */
function watchDeaf(): void {
  const offer = RTCPeerConnection.prototype.addTransceiver;
  RTCPeerConnection.prototype.addTransceiver = function (track, init) {
    return track === "audio" ? ({} as RTCRtpTransceiver) : offer.call(this, track, init);
  };
}

/** Notes the moment as a key that is pressed does. */
async function press(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.pressedAt = performance.timeOrigin + performance.now();
  });
}

async function cameras(engine: Engine, live: number): Promise<void> {
  while ((await engine.snapshot()).cameras.filter(({ state }) => state === "live").length < live) {
    await sleep(0.1);
  }
}

interface How {
  readonly viewers: number;
  readonly windows: number;
  readonly seconds: number;
}

async function regieHouse(how: How): Promise<House> {
  const engine = await Engine.start({ viewers: how.viewers });
  const { h264 } = await loadClips(KBPS);
  const camera = Load.start({ whip: engine.ready.whip, token: engine.crew, cameras: 1, clips: [h264] });
  await camera.connected();
  const whep = engine.ready.whip.replace("/whip", "/whep");
  const house = await measureHouse("régie", engine.ready.pid, whep, how);
  await camera.stop();
  await engine.dispose();
  return house;
}

async function janusHouse(how: How): Promise<House> {
  const { h264 } = await loadClips(KBPS);
  const janus = await Janus.stream(h264);
  const house = await measureHouse("Janus", janus.pid, janus.whip, how);
  await janus.stop();
  return house;
}

async function measureHouse(server: House["server"], pid: number, whep: string, how: How): Promise<House> {
  process.stderr.write(`${how.viewers} viewers of ${server}\n`);
  const viewers = Load.watch(whep, how.viewers);
  await viewers.connected();
  await sleep(SETTLE_S);
  const windows: number[] = [];
  const [began, before] = [performance.now(), viewers.counts];
  for (let window = 0; window < how.windows; window++) {
    const from: Usage = usage(pid);
    await sleep(how.seconds);
    windows.push(100 * share(from, usage(pid)));
  }
  const [seconds, after] = [(performance.now() - began) / 1000, viewers.counts];
  await viewers.stop();
  const pictures = (after?.pictures ?? 0) - (before?.pictures ?? 0);
  const bytes = (after?.bytes ?? 0) - (before?.bytes ?? 0);
  return {
    ...{ server, viewers: how.viewers, cpu: median(windows), windows },
    ...{ pictures: pictures / seconds / how.viewers, mbps: (bytes * 8) / seconds / 1e6 },
  };
}

const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
