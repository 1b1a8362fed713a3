import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Air } from "../support/air";
import { Engine } from "../support/engine";
import { built, ROOT } from "../support/programs";
import { Load } from "./load";
import { StampedPhone } from "./regie";
import { type Sent, watchSenders } from "./senders";

/** Browsers, and publishers that adapt: encoders of six browsers would be what is measured on two cores. */
const [BROWSERS, PUBLISHERS] = [2, 4];
/** How many share the air. */
export const CROWD = BROWSERS + PUBLISHERS;
/** A camera's most, in kbit/s: what a phone's page sets, and what a publisher is told. */
const MOST_KBPS = 3500;
/** What the publishers send; the rest of what they may is filled up. */
const CLIP = path.join(ROOT, "e2e", "clips", "pits.h264");
/** Until everyone's rate has had time to find its place. */
const SETTLE_MS = 20_000;
/** What fills any bitrate. */
const GRAIN = 0.1;

/** What each of many phones had of an air. */
export interface CrowdRun {
  /** Of its fair share: the browsers first. */
  readonly shares: readonly number[];
  /** How long packets waited for those before them on the way up, 95th percentile, in milliseconds. */
  readonly queue: number;
  /** The same of all that a packet waits for, the air included. */
  readonly delay: number;
  /** Of the air's rate what was sent, from 0 to 1. */
  readonly used: number;
  readonly sent: readonly Sent[];
}

/** An air that many phones share. */
export interface Shared {
  readonly name: string;
  /** Bits a second that it carries. */
  readonly rate: number;
}

/** Six phones that share an air, all wanting more than there may be for them. */
export async function runCrowd(air: Air, { name, rate }: Shared, seconds: number): Promise<CrowdRun> {
  const engine = await Engine.start({ address: air.address });
  const closing: (() => Promise<unknown>)[] = [() => engine.dispose()];
  try {
    const pages = [];
    for (const [source, namespace] of air.phones.slice(0, BROWSERS).entries()) {
      const phone = await StampedPhone.open({ source, grain: GRAIN }, [], namespace);
      closing.push(() => phone.close());
      await phone.join(engine.ready.join);
      pages.push(phone.page);
    }
    for (const namespace of air.phones.slice(BROWSERS)) {
      const load = Load.start({
        ...{ whip: engine.ready.whip, token: engine.crew, cameras: 1, clips: [CLIP] },
        ...{ program: await namespace.wrap(built("regie-publisher")), flags: ["--adapt", String(MOST_KBPS)] },
      });
      closing.push(() => load.stop());
      await load.connected();
    }
    await sleep(SETTLE_MS);
    const sent = await watchSenders(pages);
    await air.begin(name);
    await sleep(seconds * 1000);
    const { up, phones } = await air.report();
    const fair = Math.min(rate / CROWD, MOST_KBPS * 1000);
    const bits = (bytes: number) => (bytes * 8) / seconds;
    return {
      shares: phones.map((phone) => Math.round((100 * bits(phone.up.bytes)) / fair) / 100),
      queue: up.queue_ms.p95,
      delay: up.delay_ms.p95,
      used: Math.round((100 * bits(up.bytes)) / rate) / 100,
      sent: await sent(),
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}
