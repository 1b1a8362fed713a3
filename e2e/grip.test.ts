import { expect } from "vitest";
import type { Engine } from "./support/engine";
import { haveMoreControls, holdUpright, type Phone } from "./support/phone";
import { test } from "./support/show";

const camera = async (engine: Engine) => (await engine.snapshot()).cameras[0];
const controls = async (engine: Engine) => (await camera(engine))?.controls;

/** What the browser says of the track that is sent. */
const sent = ({ page }: Phone, kind: "video" | "audio") =>
  page.evaluate((kind) => {
    const track = window.peers
      .at(-1)
      ?.getSenders()
      .find((sender) => sender.track?.kind === kind)?.track;
    return { ...track?.getSettings(), enabled: track?.enabled };
  }, kind);

test("the desk sets a phone's camera: lens, focus, exposure, size, rate and sound, in the session that it has", async ({
  show,
}) => {
  const engine = await show.engine();
  const phone = await show.phone("red", { lenses: 3 });
  await phone.join(engine.ready.join, "Door");
  // Chromium's own fake camera: its focus and its exposure can be set, and it has no zoom and no light.
  await expect.poll(async () => (await controls(engine))?.focus).toMatchObject({ min: 10, max: 100, step: 5 });
  const before = await controls(engine);
  expect(before).toMatchObject({ zoom: null, torch: null, exposure_locked: true, heights: [1080, 720, 480, 360] });
  expect(before).toMatchObject({ lens: "1", height: 720, rates: [20, 15], fps: 20, muted: false, refused: [] });
  expect(before?.lenses.map(({ id, label }) => `${id} ${label}`)).toEqual(
    [0, 1, 2].map((n) => `${n + 1} fake_device_${n}`),
  );
  expect((await engine.command({ type: "adjust", camera: 1, zoom: 2 })).status).toBe(422);

  const lens = (await sent(phone, "video")).deviceId;
  // That camera offers to let go of its exposure, and doesn't.
  await engine.command({ type: "adjust", camera: 1, lens: "2", focus: 20, exposure_locked: false });
  await expect
    .poll(() => controls(engine))
    .toMatchObject({ lens: "2", focus: { value: 20 }, refused: ["exposure_locked"] });
  await expect.poll(() => phone.message()).toContain("exposure lock");
  expect(await sent(phone, "video")).toMatchObject({ focusMode: "manual", focusDistance: 20, exposureMode: "manual" });
  expect((await sent(phone, "video")).deviceId).not.toBe(lens);

  await engine.command({ type: "adjust", camera: 1, height: 480, fps: 15, muted: true });
  await expect.poll(() => controls(engine)).toMatchObject({ height: 480, fps: 15, muted: true });
  expect(await sent(phone, "video")).toMatchObject({ width: 848, height: 480, frameRate: 15, focusDistance: 20 });
  expect((await sent(phone, "audio")).enabled).toBe(false);
  // It is wanted until whoever holds the phone wants it otherwise.
  expect((await camera(engine))?.wanted).toMatchObject({ lens: "2", focus: 20, height: 480, fps: 15, muted: true });

  // Its operator chooses another one, and looks for the focus where a finger says.
  await phone.page.getByTestId("lens").click();
  await phone.page.locator('[data-lens="3"]').click();
  await expect.poll(() => controls(engine)).toMatchObject({ lens: "3" });
  await expect.poll(async () => (await camera(engine))?.wanted).toMatchObject({ lens: null, muted: true });
  await phone.page.getByTestId("preview").tap();
  await phone.page.locator("#spot:not([hidden])").waitFor();
  expect(await phone.page.evaluate(() => window.peers.length)).toBe(1);
});

test("what a phone's camera offers and does not do is said on the phone and at the desk", async ({ show }) => {
  const engine = await show.engine();
  const phone = await show.phone("red", { before: [haveMoreControls] });
  await phone.join(engine.ready.join, "Door");
  await expect.poll(async () => (await controls(engine))?.torch).toBe(false);
  await engine.command({ type: "adjust", camera: 1, zoom: 2.5, torch: true });
  await expect.poll(() => controls(engine)).toMatchObject({ zoom: { value: 2.5 }, torch: false, refused: ["torch"] });
  await expect.poll(() => phone.message()).toContain("light");
  await expect.poll(async () => (await camera(engine))?.wanted).toMatchObject({ zoom: 2.5, torch: null });
  // The hand on the phone overrules the desk: by its slider, and by two fingers on the picture.
  await phone.page.getByTestId("zoom").fill("4");
  await expect.poll(() => controls(engine)).toMatchObject({ zoom: { value: 4 } });
  await expect.poll(async () => (await camera(engine))?.wanted).toMatchObject({ zoom: null });
  await pinch(phone, 60, 120);
  await expect.poll(async () => Math.round((await controls(engine))?.zoom?.value ?? 0)).toBe(8);
});

test("a phone that is held upright is asked to turn, unless the director wants it so", async ({ show }) => {
  const engine = await show.engine();
  const phone = await show.phone("red", { lenses: 1, before: [holdUpright] });
  await phone.join(engine.ready.join, "Door");
  await phone.page.getByTestId("turn").waitFor();
  await expect.poll(async () => (await camera(engine))?.phone.upright).toBe(true);
  await engine.command({ type: "adjust", camera: 1, portrait: true });
  await phone.page.getByTestId("turn").waitFor({ state: "hidden" });
  await engine.command({ type: "adjust", camera: 1, portrait: false });
  await phone.page.getByTestId("turn").waitFor();
  // It is turned in the show: the browser turns what its track gives.
  await phone.page.evaluate(() => {
    const [video] = window.peers.flatMap((peer) => peer.getSenders()).filter(({ track }) => track?.kind === "video");
    return video?.track?.applyConstraints({ width: 1280, height: 720 });
  });
  await phone.page.getByTestId("turn").waitFor({ state: "hidden" });
  await expect.poll(async () => (await camera(engine))?.phone.upright).toBe(false);
});

/** Two fingers on the picture, so far apart at first and at last. */
async function pinch({ page }: Phone, first: number, last: number): Promise<void> {
  const box = await page.getByTestId("preview").boundingBox();
  if (box === null) throw new Error("the phone shows no picture");
  const session = await page.context().newCDPSession(page);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", apart: number) => {
    const touchPoints = [-1, 1].map((side) => ({ x: x + (side * apart) / 2, y, id: side }));
    return session.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : touchPoints });
  };
  await touch("touchStart", first);
  await touch("touchMove", last);
  await touch("touchEnd", last);
}
