import { createSocket } from "node:dgram";
import { once } from "node:events";
import { describe, expect } from "vitest";
import { Air } from "./support/air";
import { test } from "./support/show";

const missing = Air.missing();
if (missing !== undefined) console.warn(`The tests on an emulated Wi-Fi are skipped: ${missing}.`);

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
