import { describe, expect } from "vitest";
import type { Engine } from "./support/engine";
import { Namespace } from "./support/namespace";
import type { Network } from "./support/network";
import {
  estimateReached,
  installNoisyCamera,
  keepConnections,
  noteEstimates,
  sending,
  startLow,
} from "./support/sending";
import { type Show, test } from "./support/show";
import { freeze, type Witness } from "./support/witness";

const missing = Namespace.missing();
if (missing !== undefined) console.warn(`The loss tests are skipped: ${missing}.`);

/** Pictures that are watched after a burst: a second and a third. */
const AFTER_BURST = 40;
/** The burst's 200 ms, the 150 that are waited for what is missing, and a keyframe's time. */
const MENDED_MS = 200 + 150 + 100;
/** The browser's estimate is lifted by its own feedback (transport-wide numbers), or by eight per cent a second: 25 s. */
const [ENOUGH_KBPS, ENOUGH_S] = [2000, 8];

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A phone with a picture that fills any bitrate, on a Wi-Fi that loses nothing yet. */
async function filming(show: Show): Promise<{ network: Network; engine: Engine; witness: Witness; sent: Sent }> {
  const network = await show.network();
  const engine = await show.engine({ address: network.address });
  const witness = await show.witness(engine);
  const phone = await show.phone("green", { network, before: [keepConnections, installNoisyCamera] });
  await phone.join(engine.ready.join, "Balcony");
  // Its bitrate is what it is without loss.
  await witness.pictures(150);
  return { network, engine, witness, sent: () => sending(phone.page) };
}

type Sent = () => ReturnType<typeof sending>;

describe.skipIf(missing !== undefined)("on a Wi-Fi that drops packets", () => {
  test("a phone is a camera, lost when nothing passes any more, and back when it does", async ({ show }) => {
    const network = await show.network();
    const engine = await show.engine({ address: network.address });
    const desk = await show.desk(engine);
    const phone = await show.phone("green", { network });
    await phone.join(engine.ready.join, "Balcony");
    await expect.poll(() => desk.program()).toBe("green");
    expect(await network.dropped()).toEqual({ up: 0, down: 0 });
    await network.lose(100);
    await expect.poll(async () => (await network.dropped()).up).toBeGreaterThan(10);
    await expect.poll(() => desk.tiles()).toEqual(["1 Balcony lost"]);
    await network.lose(0);
    await expect.poll(() => desk.tiles()).toEqual(["1 Balcony live"]);
  });

  test("3 % at random: no frozen picture, little sent twice, and the bitrate stays", async ({ show }) => {
    const { network, witness, sent } = await filming(show);
    await witness.figures();
    await witness.pictures(150);
    const before = mean((await witness.figures()).map(({ kbps }) => kbps));
    const start = await sent();

    await network.lose(3);
    const pictures = await witness.pictures(450);
    const figures = await witness.figures();
    const end = await sent();
    const lost = await network.droppedOf(start.ssrc);
    const resent = end.retransmittedPacketsSent - start.retransmittedPacketsSent;
    const during = mean(figures.map(({ kbps }) => kbps));
    const plis = end.pliCount - start.pliCount;
    const recovered = figures.reduce((sum, { recovered }) => sum + recovered, 0);
    const asked = figures.reduce((sum, { asked }) => sum + asked, 0);

    expect(lost).toBeGreaterThan(30);
    expect(end.rtxSsrc).toBeGreaterThan(0);
    expect(freeze(pictures)).toBeLessThan(300);
    expect(recovered).toBeGreaterThan(lost * 0.8);
    expect(resent).toBeLessThanOrEqual(lost * 1.5);
    expect(asked).toBeLessThanOrEqual(lost * 1.5);
    expect(during).toBeGreaterThan(before * 0.5);
    // One every two seconds is the ring's own wish.
    const seconds = ((pictures.at(-1)?.at ?? 0) - (pictures[0]?.at ?? 0)) / 1000;
    expect(plis).toBeLessThanOrEqual(Math.ceil(seconds / 2) + 2);
  });

  test("a browser whose estimate starts low has the bitrate that it wants within seconds", async ({ show }) => {
    const network = await show.network();
    const engine = await show.engine({ address: network.address });
    const before = [keepConnections, noteEstimates, installNoisyCamera, startLow];
    const phone = await show.phone("green", { network, before });
    await phone.join(engine.ready.join, "Balcony");
    await expect.poll(() => estimateReached(phone.page, ENOUGH_KBPS)).not.toBeNaN();
    expect(await phone.page.evaluate(() => window.estimates[0]?.kbps)).toBeLessThan(ENOUGH_KBPS / 2);
    expect(await estimateReached(phone.page, ENOUGH_KBPS)).toBeLessThan(ENOUGH_S);
  });

  test("a burst of 200 ms: the picture is back soon, and at most one keyframe is asked for", async ({ show }) => {
    const { network, witness, sent } = await filming(show);
    for (let burst = 0; burst < 3; burst++) {
      // The ring wishes for a keyframe of its own when the newest is two seconds old: later than is watched now.
      await witness.keyframe();
      const [start, { up }] = [await sent(), await network.dropped()];
      const pictures = witness.pictures(AFTER_BURST);
      await network.silence(200);
      const came = await pictures;
      const end = await sent();
      expect((await network.dropped()).up).toBeGreaterThan(up);
      expect(freeze(came)).toBeLessThan(MENDED_MS);
      expect(end.pliCount - start.pliCount).toBeLessThanOrEqual(1);
    }
  });
});
