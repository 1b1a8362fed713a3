import { expect } from "vitest";
import { LightDesk } from "./bench/light-desk";
import { Firefox } from "./interop/support/firefox";
import { lanAddress } from "./interop/support/network";
import type { Engine } from "./support/engine";
import { type Show, test } from "./support/show";
import { watchPage } from "./support/viewer";

const live = async (engine: Engine) =>
  (await engine.snapshot()).cameras.filter((camera) => camera.state === "live").length;

/** A desk that reads the figures. */
async function counted(show: Show, engine: Engine): Promise<LightDesk> {
  const desk = await LightDesk.open(engine, false);
  show.onClose(async () => desk.close());
  return desk;
}

test("who watches sees and hears program, and the cut", async ({ show }) => {
  const { engine, desk } = await show.redAndBlue();
  const viewer = await show.viewer(engine);
  await expect.poll(() => viewer.picture()).toBe("red");
  expect(await viewer.state()).toBe("playing");
  expect(await viewer.slate()).toBe("");
  // The phone's browser beeps once a second.
  await expect.poll(() => viewer.loudness()).toBeGreaterThan(0.02);

  await desk.press("2");
  await expect.poll(() => viewer.picture()).toBe("blue");
  const before = await viewer.time();
  await expect.poll(() => viewer.time()).toBeGreaterThan(before + 1);
  await desk.press("1");
  await expect.poll(() => viewer.picture()).toBe("red");
  await expect.poll(() => viewer.loudness()).toBeGreaterThan(0.02);

  const counting = await counted(show, engine);
  await expect.poll(() => counting.telemetry?.viewers).toBe(1);
  await viewer.close();
  await expect.poll(() => counting.telemetry?.viewers).toBe(0);
});

test("the page says why there is no picture, and shows the show when it begins", async ({ show }) => {
  const engine = await show.engine();
  const viewer = await show.viewer(engine);
  await expect.poll(() => viewer.state()).toBe("waiting");
  expect(await viewer.slate()).toBe("The show has not begun");
  const red = await show.phone("red");
  await red.join(engine.ready.join, "Red");
  await expect.poll(() => viewer.picture()).toBe("red");
  await expect.poll(() => viewer.state()).toBe("playing");
  // Muted, as a browser plays without being asked; one tap, and the key is gone.
  const sound = viewer.page.getByTestId("watch-sound");
  expect(await sound.textContent()).toBe("Tap for sound");
  await sound.click();
  await expect.poll(() => sound.isVisible()).toBe(false);
  await red.close();
  await expect.poll(() => viewer.state()).toBe("paused");
  await engine.stop();
  await expect.poll(() => viewer.state()).toBe("lost");
  await engine.restart();
  await expect.poll(() => viewer.state()).toBe("paused");
});

test("who watches sees what the director has put on the hold slate, and program when it is back", async ({ show }) => {
  const engine = await show.engine();
  show.publisher(engine, "Podium", "podium.ivf");
  const viewer = await show.viewer(engine);
  const clean = await show.viewer(engine, "?obs");
  await expect.poll(() => viewer.state()).toBe("playing");
  await expect.poll(() => clean.state()).toBe("playing");
  expect((await engine.command({ type: "hold", on: true })).status).toBe(204);
  await expect.poll(() => viewer.state()).toBe("held");
  expect(await viewer.slate()).toBe("One moment");
  await expect.poll(() => clean.state()).toBe("paused");
  expect(await clean.page.getByTestId("watch-slate").isVisible()).toBe(false);

  // What is said meanwhile is asked for.
  expect((await engine.command({ type: "set_hold", text: "Back at 9" })).status).toBe(204);
  await expect.poll(() => viewer.slate()).toBe("Back at 9");
  const picture = await clean.page.screenshot();
  expect((await engine.ask("/hold/picture", { method: "PUT", body: new Uint8Array(picture) })).status).toBe(204);
  await expect.poll(() => viewer.page.locator(".slate img").isVisible()).toBe(true);
  // Who comes in the middle of it sees it at once.
  const late = await show.viewer(engine);
  await expect.poll(() => late.state()).toBe("held");
  await expect.poll(() => late.page.locator(".slate img").isVisible()).toBe(true);

  expect((await engine.command({ type: "hold", on: false })).status).toBe(204);
  for (const one of [viewer, clean, late]) await expect.poll(() => one.state()).toBe("playing");
  expect(await viewer.page.locator(".slate").isVisible()).toBe(false);
});

test("a newcomer has a picture at once, and the camera is not asked for one each", async ({ show }) => {
  const engine = await show.engine();
  show.publisher(engine, "Bend", "bend.h264");
  await expect.poll(() => live(engine)).toBe(1);
  const first = await show.viewer(engine);
  await expect.poll(() => first.state()).toBe("playing");
  const second = await show.viewer(engine);
  await expect.poll(() => second.state()).toBe("playing");
  const received = await second.received();
  expect(received).toMatchObject({ codec: "video/H264", lost: 0 });
});

test("a cut from H.264 to VP8 and back is a cut", async ({ show }) => {
  const engine = await show.engine();
  show.publisher(engine, "Bend", "bend.h264");
  await expect.poll(() => live(engine)).toBe(1);
  show.publisher(engine, "Podium", "podium.ivf");
  await expect.poll(() => live(engine)).toBe(2);
  const viewer = await show.viewer(engine);
  await expect.poll(async () => (await viewer.received())?.codec).toBe("video/H264");
  for (const [camera, codec] of [
    [2, "video/VP8"],
    [1, "video/H264"],
    [2, "video/VP8"],
  ] as const) {
    const decoded = (await viewer.received())?.decoded ?? 0;
    expect((await engine.command({ type: "cut", camera })).status).toBe(204);
    await expect.poll(async () => (await viewer.received())?.codec).toBe(codec);
    await expect.poll(async () => (await viewer.received())?.decoded).toBeGreaterThan(decoded + 45);
    expect(await viewer.state()).toBe("playing");
  }
});

test("who lacks the codec of the camera on program is told, and sees the others", async ({ show }) => {
  const engine = await show.engine();
  show.publisher(engine, "Bend", "bend.h264");
  await expect.poll(() => live(engine)).toBe(1);
  show.publisher(engine, "Podium", "podium.ivf");
  await expect.poll(() => live(engine)).toBe(2);
  const viewer = await show.viewer(engine, "", "vp8");
  await expect.poll(() => viewer.state()).toBe("partial");
  expect(await viewer.slate()).toContain("another one may");
  expect((await engine.command({ type: "cut", camera: 2 })).status).toBe(204);
  await expect.poll(() => viewer.state()).toBe("playing");
  expect((await engine.command({ type: "cut", camera: 1 })).status).toBe(204);
  await expect.poll(() => viewer.state()).toBe("partial");
});

test("a replay plays through, and live comes back", async ({ show }) => {
  for (const clip of ["podium.ivf", "bend.h264"]) {
    const engine = await show.engine();
    show.publisher(engine, "Clip", clip);
    await expect.poll(() => live(engine)).toBe(1);
    const viewer = await show.viewer(engine);
    await expect.poll(() => viewer.time()).toBeGreaterThan(4);
    expect((await engine.command({ type: "replay" })).status).toBe(204);
    const begun = (await viewer.received())?.decoded ?? 0;
    await expect.poll(async () => (await engine.snapshot()).replay).toBe(null);
    const played = ((await viewer.received())?.decoded ?? 0) - begun;
    // Four seconds at 30 pictures a second at the least, and no picture asked for that a replay can't give.
    expect(played).toBeGreaterThan(110);
    const after = (await viewer.received())?.decoded ?? 0;
    await expect.poll(async () => (await viewer.received())?.decoded).toBeGreaterThan(after + 60);
    expect(await viewer.state()).toBe("playing");
  }
});

test("no more are let in than may watch, and a place that is given back is taken", async ({ show }) => {
  const engine = await show.engine({ viewers: 1 });
  show.publisher(engine, "Podium", "podium.ivf");
  const first = await show.viewer(engine);
  await expect.poll(() => first.state()).toBe("playing");
  const second = await show.viewer(engine);
  await expect.poll(() => second.state()).toBe("full");
  expect(await second.slate()).toContain("no place left");
  await first.leave();
  await expect.poll(() => second.state()).toBe("playing");
});

test("a browser that is on a network again and again is one viewer", async ({ show }) => {
  const engine = await show.engine();
  show.publisher(engine, "Podium", "podium.ivf");
  await expect.poll(() => live(engine)).toBe(1);
  const counting = await counted(show, engine);
  const viewer = await show.viewer(engine);
  await expect.poll(() => viewer.state()).toBe("playing");
  let offers = 0;
  viewer.page.on("request", (request) => {
    if (request.method() === "POST") offers++;
  });
  const online = () => viewer.page.evaluate(() => dispatchEvent(new Event("online")));
  for (let time = 0; time < 5; time++) await online();
  const before = await viewer.time();
  await expect.poll(() => viewer.time()).toBeGreaterThan(before + 2);
  expect(offers, "pictures come: the connection is a good one").toBe(0);

  // The same while a connection is being made: the answer to its offer is on the way.
  let held: (() => void) | undefined;
  await viewer.page.route("**/whep", async (route) => {
    const answer = await route.fetch();
    await new Promise<void>((resolve) => {
      held = resolve;
    });
    await route.fulfill({ response: answer });
  });
  await viewer.page.evaluate(() => {
    for (const connection of window.connections) connection.close();
  });
  await online();
  await expect.poll(() => held !== undefined).toBe(true);
  for (let time = 0; time < 5; time++) await online();
  held?.();
  await expect.poll(async () => (await viewer.received())?.decoded).toBeGreaterThan(30);
  const told: number[] = [];
  for (let time = 0; time < 3; time++) told.push((await counting.next()).viewers);
  expect(told).toEqual([1, 1, 1]);
  expect(offers).toBe(1);
});

test("a viewer that stands still holds up nobody, and goes on", async ({ show }) => {
  const { engine, desk } = await show.redAndBlue();
  const frozen = await show.viewer(engine);
  const other = await show.viewer(engine);
  await expect.poll(() => frozen.picture()).toBe("red");
  await expect.poll(() => other.picture()).toBe("red");
  frozen.freeze();
  await desk.press("2");
  await expect.poll(() => other.picture()).toBe("blue");
  // Consent is lost after 15 s without a sign of life.
  const counting = await counted(show, engine);
  await expect.poll(() => counting.telemetry?.viewers, { timeout: 40_000 }).toBe(1);
  frozen.thaw();
  await expect.poll(() => frozen.picture()).toBe("blue");
});

test("as a browser source it is the picture alone, with its sound", async ({ show }) => {
  const engine = await show.engine();
  const viewer = await show.viewer(engine, "?obs");
  await expect.poll(() => viewer.state()).toBe("waiting");
  const background = () => viewer.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await background()).toBe("rgba(0, 0, 0, 0)");
  expect(await viewer.page.getByTestId("watch-slate").isVisible()).toBe(false);
  expect(await viewer.page.getByTestId("watch-sound").isVisible()).toBe(false);
  show.publisher(engine, "Podium", "podium.ivf");
  await expect.poll(() => viewer.state()).toBe("playing");
  expect(await viewer.page.getByTestId("watch").evaluate((video) => (video as HTMLVideoElement).muted)).toBe(false);
});

// Firefox has no candidates on the loopback address.
const address = lanAddress();

test.skipIf(address === "")("Firefox watches, and over https too", async ({ show }) => {
  const engine = await show.engine({ address });
  // Its H.264 is a plug-in that is fetched after the installation.
  show.publisher(engine, "Podium", "podium.ivf");
  const firefox = await Firefox.launch();
  show.onClose(() => firefox.close());
  await firefox.open(watchPage(engine));
  await expect.poll(() => firefox.root("data-state")).toBe("playing");
  await firefox.open(new URL("/watch", engine.ready.join).href);
  await expect.poll(() => firefox.root("data-state")).toBe("playing");
});
