import { createSocket } from "node:dgram";
import { once } from "node:events";
import { describe, expect } from "vitest";
import { noteEncoded } from "./bench/stamp";
import { Air } from "./support/air";
import { type Engine, tokenOf } from "./support/engine";
import type { Phone } from "./support/phone";
import { test } from "./support/show";
import { Socket } from "./support/socket";

const missing = Air.missing();
if (missing !== undefined) console.warn(`The tests on an emulated Wi-Fi are skipped: ${missing}.`);

/** An answer takes half a second, some packets are lost, and four times all of them for 300 ms. */
const SLOW = "rate=14e6,delay=230,queue=300,loss=0.01,gone=1:0.3+2.5:0.3+4:0.3+5.5:0.3";
/** How long the phone films there before the replay, in milliseconds. */
const FILMED_MS = 7000;
/** What is kept of it; where the ends of the replay are counted may differ by a picture or two. */
const KEPT = 0.97;

/** Where `engine/src/monitor/wire.rs` says what a message is; a frame's kind is 2, a replay's source 1, hidden a flag. */
const [KIND, SOURCE, FLAGS, PTS] = [0, 1, 3, 8];

/** The pictures of a replay that is asked for now: their times on the session clock, in milliseconds. */
async function replayed(engine: Engine): Promise<number[]> {
  const { host } = new URL(engine.ready.desk);
  const monitor = await Socket.open(`ws://${host}/monitor?token=${tokenOf(engine.ready.desk)}`);
  const pictures: number[] = [];
  monitor.on("binary", (message) => {
    const isShown = message[KIND] === 2 && message[SOURCE] === 1 && ((message[FLAGS] ?? 0) & 2) === 0;
    if (isShown) pictures.push(message.readDoubleLE(PTS) / 1000);
  });
  expect((await engine.command({ type: "replay" })).ok).toBe(true);
  await expect.poll(async () => (await engine.snapshot()).replay).toBeNull();
  monitor.close();
  return pictures;
}

/** When the phone's pictures left its encoder, on the session clock in milliseconds. */
async function encoded(phone: Phone, engine: Engine): Promise<number[]> {
  const asked = Date.now();
  const { now } = await engine.snapshot();
  const ahead = now - (asked + Date.now()) / 2;
  return phone.page.evaluate((ahead) => window.encoded.map(([, at]) => at + ahead), ahead);
}

/** Runs in a namespace: sends so many packets at once. */
const SENDER = `
  const [host, port, count, bytes] = process.argv.slice(1);
  const socket = require("node:dgram").createSocket("udp4");
  let left = Number(count);
  for (let packet = left; packet > 0; packet--) {
    socket.send(Buffer.alloc(Number(bytes), packet), Number(port), host, () => --left === 0 && socket.close());
  }`;

describe.skipIf(missing !== undefined)("an emulated Wi-Fi", () => {
  test("phones share its rate, and what is lost is counted", async ({ show }) => {
    const [count, bytes, headers, rate] = [50, 972, 28, 1_000_000];
    const air = await show.air({ air: `rate=${rate},queue=2000`, phones: 2 });
    const socket = createSocket("udp4");
    show.onClose(async () => socket.close());
    const arrivals: { at: number; from: string; packet: number }[] = [];
    socket.on("message", (message, { address }) => {
      arrivals.push({ at: performance.now(), from: address, packet: message[0] ?? 0 });
    });
    socket.bind(0, air.address);
    await once(socket, "listening");
    const args = [air.address, socket.address().port, count, bytes].map(String);
    const send = () => Promise.all(air.phones.map((phone) => phone.run(process.execPath, "-e", SENDER, ...args)));

    const start = performance.now();
    await send();
    await expect.poll(() => arrivals.length).toBe(2 * count);
    const least = (2 * count * (bytes + headers) * 8 * 1000) / rate;
    expect((arrivals.at(-1)?.at ?? 0) - start).toBeGreaterThan(least);
    for (const from of new Set(arrivals.map(({ from }) => from))) {
      const packets = arrivals.filter((arrival) => arrival.from === from).map(({ packet }) => packet);
      expect(packets).toEqual(Array.from({ length: count }, (_, sent) => count - sent));
    }
    const each = { packets: count, bytes: count * (bytes + headers), lost: 0, dropped: 0 };
    expect((await air.report()).phones).toMatchObject([{ up: each }, { up: each }]);

    await air.begin("loss=1");
    await send();
    await expect.poll(async () => (await air.report()).up).toMatchObject({ packets: 0, lost: 2 * count });
    expect(arrivals.length).toBe(2 * count);
  });

  test("figures that no air can have are refused, and it stays as it is", async ({ show }) => {
    const air = await show.air({ air: "wire" });
    await expect(air.begin("loss=2")).rejects.toThrow("a share from 0 to 1");
    expect((await air.report()).up).toMatchObject({ packets: 0, lost: 0 });
  });
});

describe.skipIf(missing !== undefined)("on a Wi-Fi where answers come late", () => {
  test("what live did not wait for is in the replay", async ({ show }) => {
    const air = await show.air({ air: "wire" });
    const engine = await show.engine({ address: air.address });
    const phone = await show.phone("green", { air, before: [noteEncoded], lax: true });
    await phone.join(engine.ready.join, "Balcony");
    await phone.page.waitForFunction(() => window.encoded.length > 60);

    await air.begin(SLOW);
    const { now: start } = await engine.snapshot();
    await expect.poll(async () => (await engine.snapshot()).now - start).toBeGreaterThan(FILMED_MS);
    const pictures = await replayed(engine);
    const [first = 0, last = 0] = [pictures[0], pictures.at(-1)];
    const sent = (await encoded(phone, engine)).filter((at) => at >= first && at <= last);
    expect(last - first).toBeGreaterThan(FILMED_MS);
    expect((await air.report()).up.lost).toBeGreaterThan(30);
    expect(pictures.length / sent.length).toBeGreaterThan(KEPT);
  });
});
