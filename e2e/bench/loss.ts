import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Engine } from "../support/engine";
import { Namespace } from "../support/namespace";
import { Network } from "../support/network";
import { Phone } from "../support/phone";
import { ROOT } from "../support/programs";
import { installNoisyCamera, keepConnections, sending } from "../support/sending";
import { type Arrival, freeze, gaps, Witness } from "../support/witness";
import { median, quantile } from "./figures";

/** A figure of the loss runs. */
interface LossRow {
  readonly what: string;
  readonly unit: "ms" | "s" | "kbit/s" | "" | "times";
  readonly value: number;
  /** What it has to be, where something was promised. */
  readonly wanted?: string;
}

/** How much is measured: pictures without loss and with it, bursts, and pictures for each. */
const [QUIET, LOSSY, BURSTS, AFTER] = [450, 900, 6, 75];
/** A phone's bitrate counts as reached here, over half a second. */
const [REACHED_KBPS, OVER_MS] = [2000, 500];

/** Measures and prints; the same goes into a JSON file. */
export async function main(): Promise<void> {
  const rows = await measureLoss();
  if (rows.length === 0) return;
  const file = path.join(ROOT, ".cache", "bench-loss.json");
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ at: new Date().toISOString(), rows }, null, 2)}\n`);
  console.log(`\na phone that sends all that it may, on a Wi-Fi of our own\n\n${lossTable(rows)}`);
  console.log(`\nalso in ${path.relative(process.cwd(), file)}`);
}

/**
 * One phone with a picture that fills any bitrate, on a Wi-Fi that loses nothing, then 3 % at random, then everything
 * for 200 ms now and then. Takes about 80 s. No rows where namespaces can't be made: says why.
 */
async function measureLoss(): Promise<LossRow[]> {
  const missing = Namespace.missing();
  if (missing !== undefined) {
    process.stderr.write(`loss is not measured: ${missing}\n`);
    return [];
  }
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const network = await Network.open();
    closing.push(() => network.close());
    const engine = await Engine.start({ address: network.address });
    closing.push(() => engine.dispose());
    const witness = await Witness.open(engine);
    closing.push(() => witness.close());
    const phone = await Phone.open("green", { network, before: [keepConnections, installNoisyCamera] });
    closing.push(() => phone.close());
    return await measure(network, engine, witness, phone);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function measure(network: Network, engine: Engine, witness: Witness, phone: Phone): Promise<LossRow[]> {
  const sent = () => sending(phone.page);
  await phone.join(engine.ready.join, "Balcony");
  const ramp = reached(await witness.allPictures(300));
  await witness.figures();
  const quiet = await witness.pictures(QUIET);
  const keyframes = (await witness.figures()).flatMap(({ keyframe_ms }) => keyframe_ms ?? []);

  const before = await sent();
  await network.lose(3);
  const lossy = await witness.pictures(LOSSY);
  await network.lose(0);
  const after = await sent();
  const lost = await network.droppedOf(before.ssrc);
  const plis = after.pliCount - before.pliCount;

  const freezes: number[] = [];
  const burstPlis: number[] = [];
  for (let burst = 0; burst < BURSTS; burst++) {
    const { pliCount } = await sent();
    const pictures = witness.pictures(AFTER);
    await network.silence(200);
    freezes.push(freeze(await pictures));
    burstPlis.push((await sent()).pliCount - pliCount);
  }

  return [
    { what: "first picture → 2 Mbit/s", unit: "s", value: ramp },
    { what: "keyframe: request → whole in the ring, median", unit: "ms", value: median(keyframes), wanted: "< 60" },
    { what: "keyframe: the same, p95", unit: "ms", value: quantile(keyframes, 0.95) },
    { what: "no loss: bitrate", unit: "kbit/s", value: kbps(quiet) },
    { what: "no loss: longest without a new picture", unit: "ms", value: freeze(quiet) },
    { what: "3 %: bitrate", unit: "kbit/s", value: kbps(lossy) },
    { what: "3 %: time between pictures, p95", unit: "ms", value: quantile(gaps(lossy), 0.95) },
    { what: "3 %: longest without a new picture", unit: "ms", value: freeze(lossy), wanted: "< 300" },
    { what: "3 %: packets lost", unit: "", value: lost },
    {
      what: "3 %: packets sent again for each lost",
      unit: "times",
      value: (after.retransmittedPacketsSent - before.retransmittedPacketsSent) / lost,
      wanted: "≤ 1.5",
    },
    { what: "3 %: keyframes asked for in 10 s", unit: "", value: plis / (seconds(lossy) / 10), wanted: "5" },
    { what: "200 ms: longest without a new picture, median", unit: "ms", value: median(freezes) },
    { what: "200 ms: longest without a new picture", unit: "ms", value: Math.max(...freezes) },
    { what: `200 ms: keyframes asked for in ${AFTER} pictures, most`, unit: "", value: Math.max(...burstPlis) },
  ];
}

const seconds = (pictures: readonly Arrival[]) => ((pictures.at(-1)?.at ?? 0) - (pictures[0]?.at ?? 0)) / 1000;

const kbps = (pictures: readonly Arrival[]) =>
  (pictures.slice(1).reduce((sum, { bytes }) => sum + bytes, 0) * 8) / 1000 / seconds(pictures);

/** When the bitrate was first what it is to be, in seconds after the first picture. */
function reached(pictures: readonly Arrival[]): number {
  const first = pictures[0]?.at ?? 0;
  const when = pictures.find(({ at }) => {
    const window = pictures.filter((other) => other.at <= at && other.at > at - OVER_MS);
    return at - first >= OVER_MS && window.reduce((sum, { bytes }) => sum + bytes, 0) * 8 >= REACHED_KBPS * OVER_MS;
  });
  return when === undefined ? Number.NaN : (when.at - first) / 1000;
}

/** The rows as a table for people. */
function lossTable(rows: readonly LossRow[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const number = (value: number) => (Math.round(value * 100) / 100).toString().padStart(9);
  return rows
    .map(({ what, unit, value, wanted }) => `${what.padEnd(width)} ${number(value)} ${unit.padEnd(6)} ${wanted ?? ""}`)
    .join("\n");
}
