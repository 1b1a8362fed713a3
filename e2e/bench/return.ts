import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Engine } from "../support/engine";
import { Namespace } from "../support/namespace";
import { Network } from "../support/network";
import { Phone } from "../support/phone";
import { median } from "./figures";

/** A phone is back in time within this of its network's return, in milliseconds. */
const IN_TIME_MS = 3000;
/** How long packets are dropped, and how long the phone's process stands still. */
const [DROPPED_MS, STOPPED_MS] = [5000, 4000];
/** It is asked so often whether it is back, and given up after so long. */
const [ASK_MS, GIVE_UP_MS] = [50, 40_000];
/** Between two rounds: what the last one left behind has settled. */
const SETTLE_MS = 4000;

/** A phone on a Wi-Fi of our own. */
interface Stage {
  readonly network: Network;
  readonly engine: Engine;
  readonly phone: Phone;
}

/** Ways to break a connection, each to the moment when there is nothing in the way any more. */
const KINDS: Record<string, (stage: Stage, round: number) => Promise<void>> = {
  "the phone's process stopped": async ({ phone, engine }) => {
    phone.freeze();
    await sleep(STOPPED_MS);
    await lost(engine);
    phone.thaw();
  },
  "packets dropped": async ({ network, engine }) => {
    await network.cut(true);
    await sleep(DROPPED_MS);
    await lost(engine);
    await network.cut(false);
  },
  "address changed": async ({ network, engine }, round) => {
    const address = (last: number) => `${network.guestAddress.replace(/\d+$/, String(last))}/24`;
    await network.guest.ip("addr", "del", address(2 + round), "dev", "wlan0");
    await lost(engine);
    await network.guest.ip("addr", "add", address(3 + round), "dev", "wlan0");
  },
  "engine restarted": async ({ engine }) => {
    await engine.stop("SIGKILL");
    await engine.restart();
  },
};

/** Measures and prints: `--rounds` of each kind, and `--only` a kind whose name begins so. */
export async function main(args: string[]): Promise<void> {
  const options = { rounds: { type: "string", default: "5" }, only: { type: "string", default: "" } } as const;
  const { values } = parseArgs({ args, options });
  const missing = Namespace.missing();
  if (missing !== undefined) {
    process.stderr.write(`return is not measured: ${missing}\n`);
    return;
  }
  const rounds = Number(values.rounds);
  for (const [kind, happens] of Object.entries(KINDS).filter(([name]) => name.startsWith(values.only))) {
    const times = await onWifi((stage) => measure(stage, happens, rounds));
    const inTime = times.filter((time) => time <= IN_TIME_MS).length;
    const all = times.map((time) => (Number.isFinite(time) ? `${Math.round(time)}` : "never")).join(" ");
    const middle = `median ${Math.round(median(times))} ms`;
    console.log(`${kind.padEnd(28)} ${inTime} of ${times.length} within 3 s, ${middle}: ${all}`);
    if (inTime < times.length) process.exitCode = 1;
  }
}

async function onWifi<T>(measured: (stage: Stage) => Promise<T>): Promise<T> {
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const network = await Network.open();
    closing.push(() => network.close());
    const engine = await Engine.start({ address: network.address });
    closing.push(() => engine.dispose());
    const phone = await Phone.open("green", { network });
    closing.push(() => phone.close());
    await phone.join(engine.ready.join, "Balcony");
    await until(() => isLive(engine));
    return await measured({ network, engine, phone });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** How long after each return it was back as the same camera, in milliseconds. */
async function measure(stage: Stage, happens: (typeof KINDS)[string], rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await sleep(SETTLE_MS);
    await happens(stage, round);
    const returned = performance.now();
    const back = await until(() => isLive(stage.engine));
    times.push(back ? performance.now() - returned : Number.POSITIVE_INFINITY);
    if (!back) break;
  }
  return times;
}

/** Whether there is one camera, the same as ever, and pictures come. */
async function isLive(engine: Engine): Promise<boolean> {
  const { cameras } = await engine.snapshot();
  const [camera, ...others] = cameras;
  return others.length === 0 && camera?.number === 1 && camera.name === "Balcony" && camera.state === "live";
}

const lost = (engine: Engine) => until(async () => !(await isLive(engine)));

async function until(is: () => Promise<boolean>): Promise<boolean> {
  const end = performance.now() + GIVE_UP_MS;
  while (performance.now() < end) {
    if (await is().catch(() => false)) return true;
    await sleep(ASK_MS);
  }
  return false;
}
