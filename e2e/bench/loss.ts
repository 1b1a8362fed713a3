import { parseArgs } from "node:util";
import { Engine } from "../support/engine";
import { Namespace } from "../support/namespace";
import { Network } from "../support/network";
import { Phone } from "../support/phone";
import {
  estimateReached,
  installNoisyCamera,
  keepConnections,
  noteEstimates,
  sending,
  startLow,
} from "../support/sending";
import { type Arrival, freeze, gaps, Witness } from "../support/witness";
import { median, quantile } from "./figures";
import { conclude, OPTIONS } from "./results";
import type { Found } from "./targets";

/** A figure of the loss runs. */
interface LossRow {
  readonly what: string;
  readonly unit: "ms" | "s" | "kbit/s" | "" | "times";
  readonly value: number;
}

/** How much is measured: pictures of a start, without loss and with it, bursts, and pictures for each. */
const [START, QUIET, LOSSY, BURSTS, AFTER] = [300, 450, 900, 6, 75];
/** A phone's bitrate counts as reached here, over half a second. */
const [REACHED_KBPS, OVER_MS] = [2000, 500];

/** Measures and prints: {@link OPTIONS}. */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const missing = Namespace.missing();
  if (missing !== undefined) {
    process.stderr.write(`loss is not measured: ${missing}\n`);
    return;
  }
  const low = await onWifi([startLow], measureStart);
  const { rows, found } = await onWifi([], measure);
  const all = [
    ...rows,
    { what: "start low: first picture → 2 Mbit/s", unit: "s", value: low.ramp },
    { what: "start low: the browser's estimate → 2 Mbit/s", unit: "s", value: low.estimate },
  ] as const;
  console.log(`\na phone that sends all that it may, on a Wi-Fi of our own\n\n${lossTable(all)}`);
  await conclude("bench-loss", { rows: all }, { ...found, ramp: [...(found.ramp ?? []), low.ramp] }, values);
}

/** A phone with a picture that fills any bitrate, on a Wi-Fi that loses nothing yet. */
interface Filming {
  readonly network: Network;
  readonly engine: Engine;
  readonly witness: Witness;
  readonly phone: Phone;
}

/** Builds a Wi-Fi with a phone and a desk, and measures there. */
async function onWifi<T>(before: readonly (() => void)[], measure: (filming: Filming) => Promise<T>): Promise<T> {
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const network = await Network.open();
    closing.push(() => network.close());
    const engine = await Engine.start({ address: network.address });
    closing.push(() => engine.dispose());
    const witness = await Witness.open(engine);
    closing.push(() => witness.close());
    const scripts = [keepConnections, noteEstimates, installNoisyCamera, ...before];
    const phone = await Phone.open("green", { network, before: scripts });
    closing.push(() => phone.close());
    return await measure({ network, engine, witness, phone });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** How fast a phone reaches its bitrate: its pictures, and what its browser takes for the bandwidth. */
async function measureStart({ engine, witness, phone }: Filming): Promise<{ ramp: number; estimate: number }> {
  await phone.join(engine.ready.join, "Balcony");
  const ramp = reached(await witness.allPictures(START));
  return { ramp, estimate: await estimateReached(phone.page, REACHED_KBPS) };
}

/** Its start, then no loss, 3 % at random, and everything for 200 ms now and then. Takes about 80 s. */
async function measure(filming: Filming): Promise<{ rows: LossRow[]; found: Found }> {
  const { network, witness, phone } = filming;
  const sent = () => sending(phone.page);
  const { ramp, estimate } = await measureStart(filming);
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
  const resent = (after.retransmittedPacketsSent - before.retransmittedPacketsSent) / lost;

  const freezes: number[] = [];
  const burstPlis: number[] = [];
  for (let burst = 0; burst < BURSTS; burst++) {
    const { pliCount } = await sent();
    const pictures = witness.pictures(AFTER);
    await network.silence(200);
    freezes.push(freeze(await pictures));
    burstPlis.push((await sent()).pliCount - pliCount);
  }

  const rows: LossRow[] = [
    { what: "first picture → 2 Mbit/s", unit: "s", value: ramp },
    { what: "the browser's estimate → 2 Mbit/s", unit: "s", value: estimate },
    { what: "largest keyframes: request → whole in the ring, median", unit: "ms", value: median(keyframes) },
    { what: "largest keyframes: the same, p95", unit: "ms", value: quantile(keyframes, 0.95) },
    { what: "no loss: bitrate", unit: "kbit/s", value: kbps(quiet) },
    { what: "no loss: longest without a new picture", unit: "ms", value: freeze(quiet) },
    { what: "3 %: bitrate", unit: "kbit/s", value: kbps(lossy) },
    { what: "3 %: time between pictures, p95", unit: "ms", value: quantile(gaps(lossy), 0.95) },
    { what: "3 %: longest without a new picture", unit: "ms", value: freeze(lossy) },
    { what: "3 %: packets lost", unit: "", value: lost },
    { what: "3 %: packets sent again for each lost", unit: "times", value: resent },
    { what: "3 %: keyframes asked for in 10 s (10 without loss)", unit: "", value: plis / (seconds(lossy) / 10) },
    { what: "200 ms: longest without a new picture, median", unit: "ms", value: median(freezes) },
    { what: "200 ms: longest without a new picture", unit: "ms", value: Math.max(...freezes) },
    { what: `200 ms: keyframes asked for in ${AFTER} pictures, most`, unit: "", value: Math.max(...burstPlis) },
  ];
  const found = { freeze: [freeze(lossy)], resent: [resent], bitrate: [kbps(lossy) / kbps(quiet)], ramp: [ramp] };
  return { rows, found };
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
  return rows.map(({ what, unit, value }) => `${what.padEnd(width)} ${number(value)} ${unit}`).join("\n");
}
