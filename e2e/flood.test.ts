import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { expect } from "vitest";
import { LightDesk } from "./bench/light-desk";
import { usage } from "./bench/process";
import type { Engine } from "./support/engine";
import { test } from "./support/show";

/** Of each kind, in one flood. */
const [OFFERS, BODIES, PAGES, DATAGRAMS] = [300, 20, 300, 20_000];
/** Requests at once: fewer than the connections that one address may have. */
const AT_ONCE = 16;
/** What allocators keep more of after three floods than after the first one. */
const GROWTH_MB = 8;

/** Strangers, and a publisher whose offers make no sense, as fast as they can. */
async function flood(engine: Engine): Promise<void> {
  const { whip, watch } = engine.ready;
  const offer = (body: string) =>
    fetch(`${whip}/flood`, {
      method: "POST",
      headers: { Authorization: `Bearer ${engine.crew}`, "Content-Type": "application/sdp" },
      body,
    }).then((response) => response.status);
  const requests: (() => Promise<unknown>)[] = [
    ...Array.from({ length: OFFERS }, () => () => offer(`v=0\r\n${randomBytes(500).toString("hex")}`)),
    ...Array.from({ length: BODIES }, () => () => offer("v".repeat(500_000))),
    ...Array.from({ length: PAGES }, () => () => fetch(watch).then((response) => response.text())),
  ];
  const answers: unknown[] = [];
  while (requests.length > 0) answers.push(...(await Promise.all(requests.splice(0, AT_ONCE).map((ask) => ask()))));
  // 503: there are as many negotiated as are at once.
  expect(answers.filter((status) => status === 400 || status === 503)).toHaveLength(OFFERS);
  expect(answers.filter((status) => status === 413)).toHaveLength(BODIES);

  const port = Number(/media_port=(\d+)/.exec(engine.log)?.[1]);
  const socket = createSocket("udp4");
  const send = (bytes: Buffer) => new Promise((resolve) => socket.send(bytes, port, "127.0.0.1", resolve));
  for (let datagram = 0; datagram < DATAGRAMS; datagram++) {
    const bytes = randomBytes(20 + (datagram % 1200));
    // By its first byte it is STUN, DTLS, or RTP (RFC 7983 section 7).
    bytes[0] = [0, 22, 128][datagram % 3] ?? 0;
    await send(bytes);
  }
  socket.close();
}

test("floods of strangers leave the memory and the show as they are", async ({ show }) => {
  const engine = await show.engine();
  show.publisher(engine, "Podium", "podium.ivf");
  const desk = await LightDesk.open(engine, true);
  show.onClose(async () => desk.close());
  const camera = async () => (await engine.snapshot()).cameras.map(({ state }) => state);
  await expect.poll(camera).toEqual(["live"]);
  // The ring grows for a minute by itself.
  const memory = async () => usage(engine.ready.pid).rss / 1e6 - (await desk.next()).ring_bytes / 1e6;
  await flood(engine);
  const before = await memory();
  const seen = desk.live;
  for (let more = 0; more < 3; more++) await flood(engine);
  expect((await memory()) - before).toBeLessThan(GROWTH_MB);
  expect(await camera()).toEqual(["live"]);
  await expect.poll(() => desk.live).toBeGreaterThan(seen + 30);
});
