import { describe, expect } from "vitest";
import { Namespace } from "./support/namespace";
import { test } from "./support/show";

const missing = Namespace.missing();
if (missing !== undefined) console.warn(`The loss tests are skipped: ${missing}.`);

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
    await network.silence(200);
    await expect.poll(async () => (await network.dropped()).up).toBeGreaterThan(10);
  });
});
