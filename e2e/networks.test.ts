import { describe, expect } from "vitest";
import type { Snapshot } from "../ui/src/protocol/Snapshot";
import type { Desk } from "./support/desk";
import { type Engine, tokenOf } from "./support/engine";
import { Namespace } from "./support/namespace";
import type { Phone } from "./support/phone";
import { test } from "./support/show";

const WIFI = { laptop: "10.77.1.1", guest: "10.77.1.2" };
const CABLE = { laptop: "10.77.2.1", guest: "10.77.2.2" };
const SIX = { laptop: "fd77::1", guest: "fd77::2" };

/** The port of media that a firewall lets through. */
const MEDIA_PORT = 5004;
/** A firewall on the laptop: of all UDP that comes over the network, what one rule names. It counts, by family. */
const WALL = `
table inet wall {
  counter four {}
  counter six {}
  chain input {
    type filter hook input priority 0; policy accept;
    iifname lo accept
    meta l4proto udp meta nfproto ipv4 udp dport ${MEDIA_PORT} counter name four accept
    meta l4proto udp meta nfproto ipv6 udp dport ${MEDIA_PORT} counter name six accept
    meta l4proto udp drop
  }
}`;

/** The state, asked where the engine runs. */
function snapshot(engine: Engine, desk: Desk): Promise<Snapshot> {
  return desk.page.evaluate(
    async (token) => (await fetch("/api/state", { headers: { Authorization: `Bearer ${token}` } })).json(),
    tokenOf(engine.ready.desk),
  );
}

const join = async (engine: Engine, desk: Desk) => (await snapshot(engine, desk)).join;
const hostOf = (url: string | null) => (url === null ? null : new URL(url).hostname);

/** Where a phone was told to send its media, as addresses and ports. */
function offered(phone: Phone): Promise<string[]> {
  return phone.page.evaluate(() => {
    const answer = window.peers.at(-1)?.remoteDescription?.sdp ?? "";
    const places = [...answer.matchAll(/^a=candidate:\S+ 1 udp \d+ (\S+ \d+) /gim)].map(([, place = ""]) => place);
    return [...new Set(places)].sort();
  });
}

const missing = Namespace.missing();
if (missing !== undefined) console.warn(`The network tests are skipped: ${missing}.`);

describe.skipIf(missing !== undefined)("a laptop", () => {
  test("on two networks has the phones of both", async ({ show }) => {
    const room = await show.room();
    const [near, far] = [await room.guest(), await room.guest()];
    await room.connect("wlan0", near, WIFI);
    await room.connect("eth0", far, CABLE);
    const engine = await show.engine({ namespace: room.laptop });
    const desk = await show.desk(engine, { namespace: room.laptop });
    const red = await show.phone("red", { namespace: near });
    const blue = await show.phone("blue", { namespace: far });
    const at = (address: string) => engine.ready.join.replace(hostOf(engine.ready.join) ?? "", address);
    await red.join(at(WIFI.laptop), "Near");
    await expect.poll(() => desk.picture(1)).toBe("red");
    await blue.join(at(CABLE.laptop), "Far");
    await expect.poll(() => desk.picture(2)).toBe("blue");
  });

  test("on an IPv6 network alone is reached over it", async ({ show }) => {
    const room = await show.room();
    const guest = await room.guest();
    await room.connect("wlan0", guest, SIX);
    const engine = await show.engine({ namespace: room.laptop });
    expect(hostOf(engine.ready.join)).toBe(`[${SIX.laptop}]`);
    const desk = await show.desk(engine, { namespace: room.laptop });
    const phone = await show.phone("green", { namespace: guest });
    await phone.join(engine.ready.join, "Six");
    await expect.poll(() => desk.program()).toBe("green");
  });

  test("on IPv4 and IPv6 both, whose firewall lets the media port alone through", async ({ show }) => {
    const room = await show.room();
    const guest = await room.guest();
    await room.connect("wlan0", guest, WIFI, SIX);
    await room.laptop.nft(WALL);
    const engine = await show.engine({ namespace: room.laptop, mediaPort: MEDIA_PORT });
    const desk = await show.desk(engine, { namespace: room.laptop });
    const at = (address: string) => engine.ready.join.replace(hostOf(engine.ready.join) ?? "", address);
    const four = await show.phone("red", { namespace: guest });
    await four.join(at(WIFI.laptop), "Four");
    await expect.poll(() => desk.picture(1)).toBe("red");
    const six = await show.phone("blue", { namespace: guest });
    await six.join(at(`[${SIX.laptop}]`), "Six");
    await expect.poll(() => desk.picture(2)).toBe("blue");
    expect(await offered(four)).toEqual([`${WIFI.laptop} ${MEDIA_PORT}`, `${SIX.laptop} ${MEDIA_PORT}`]);
    // Both families have a way through: where one fails, the other is there.
    for (const counter of ["four", "six"]) {
      const { stdout } = await room.laptop.run("nft", "list", "counter", "inet", "wall", counter);
      expect(Number(/packets (\d+)/.exec(stdout)?.[1])).toBeGreaterThan(0);
    }
  });

  test("that gets a cable disturbs nobody, and offers the new address", async ({ show }) => {
    const room = await show.room();
    const guest = await room.guest();
    await room.connect("wlan0", guest, WIFI);
    const engine = await show.engine({ namespace: room.laptop });
    const desk = await show.desk(engine, { namespace: room.laptop });
    const phone = await show.phone("green", { namespace: guest });
    await phone.join(engine.ready.join, "Steady");
    await expect.poll(() => desk.program()).toBe("green");

    await room.connect("eth0", guest, CABLE);
    await expect
      .poll(async () => (await join(engine, desk)).addresses.map(({ address }) => address))
      .toEqual(expect.arrayContaining([WIFI.laptop, CABLE.laptop]));
    await phone.turn(720, 1280, "red", "blue");
    await expect.poll(() => desk.view()).toBe("high red blue");
    expect(await phone.page.evaluate(() => window.peers.length)).toBe(1);

    // The new address has its listener, a certificate that names it, and media.
    const other = await show.phone("red", { namespace: guest });
    await other.join(engine.ready.join.replace(WIFI.laptop, CABLE.laptop), "Cable");
    await expect.poll(() => desk.picture(2)).toBe("red");
  });

  test("that leaves the Wi-Fi and rejoins it has its phones back by themselves", async ({ show }) => {
    const room = await show.room();
    const guest = await room.guest();
    await room.connect("wlan0", guest, WIFI);
    const engine = await show.engine({ namespace: room.laptop });
    const desk = await show.desk(engine, { namespace: room.laptop });
    const phone = await show.phone("green", { namespace: guest });
    await phone.join(engine.ready.join, "Faithful");
    await expect.poll(() => desk.program()).toBe("green");

    await room.leave("wlan0", WIFI.laptop);
    await expect.poll(() => desk.tiles()).toEqual(["1 Faithful lost"]);
    await expect.poll(() => phone.state()).toBe("lost");
    await expect.poll(async () => (await join(engine, desk)).url).toBeNull();
    await room.join("wlan0", WIFI.laptop);
    await expect.poll(() => desk.tiles()).toEqual(["1 Faithful live"]);
    await expect.poll(() => desk.program()).toBe("green");
    await expect.poll(async () => hostOf((await join(engine, desk)).url)).toBe(WIFI.laptop);
  });

  test("with another address has another QR code, and says on the phone that it is to be scanned", async ({ show }) => {
    const room = await show.room();
    const guest = await room.guest();
    await room.connect("wlan0", guest, WIFI);
    await room.connect("eth0", guest, { laptop: "10.77.3.1", guest: CABLE.guest });
    await room.leave("eth0", "10.77.3.1");
    const engine = await show.engine({ namespace: room.laptop });
    const desk = await show.desk(engine, { namespace: room.laptop });
    const phone = await show.phone("green", { namespace: guest });
    await phone.join(engine.ready.join, "Mover");
    await expect.poll(() => desk.program()).toBe("green");

    await room.leave("wlan0", WIFI.laptop);
    await room.join("eth0", CABLE.laptop);
    await expect.poll(async () => hostOf((await join(engine, desk)).url)).toBe(CABLE.laptop);
    await expect.poll(() => phone.message()).toContain("another QR code");
    await phone.join((await join(engine, desk)).url ?? "", "Mover");
    await expect.poll(() => desk.tiles()).toContainEqual(expect.stringContaining("Mover live"));
  });
});
