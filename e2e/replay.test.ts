import { expect } from "vitest";
import type { Desk } from "./support/desk";
import type { Engine } from "./support/engine";
import { type Show, test } from "./support/show";

/** How long each camera is on program before the replay: long enough to be seen again, in both pictures. */
const SHOWN_MS = 2500;

/** Waits until what is on program has been on for a while. */
async function onAirFor(engine: Engine, milliseconds: number): Promise<void> {
  const lasted = async () => {
    const { now, history } = await engine.snapshot();
    return now - (history.at(-1)?.since ?? now);
  };
  await expect.poll(lasted).toBeGreaterThan(milliseconds);
}

/** Red was on program, then blue. */
async function redThenBlue(show: Show): Promise<{ engine: Engine; desk: Desk }> {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  for (const [colour, number] of [["red", 1] as const, ["blue", 2] as const]) {
    const phone = await show.phone(colour);
    await phone.join(engine.ready.join, colour);
    await expect.poll(() => desk.picture(number)).toBe(colour);
  }
  await engine.command({ type: "cut", camera: 1 });
  await expect.poll(() => desk.program()).toBe("red");
  await onAirFor(engine, SHOWN_MS);
  await desk.press("2");
  await expect.poll(() => desk.program()).toBe("blue");
  await onAirFor(engine, SHOWN_MS);
  return { engine, desk };
}

test("R shows again what was on program, across the cut, and returns by itself", async ({ show }) => {
  const { engine, desk } = await redThenBlue(show);
  const badge = desk.page.getByTestId("replay-badge");

  await desk.press("r");
  await badge.waitFor();
  await expect.poll(() => desk.program()).toBe("red");
  expect((await engine.snapshot()).history.at(-1)?.source.kind).toBe("replay");
  expect(await desk.tile(2).getAttribute("data-tally")).toBe("preview");
  await expect.poll(() => desk.program()).toBe("blue");
  expect(await badge.isVisible()).toBe(true);

  await badge.waitFor({ state: "hidden" });
  await expect.poll(() => desk.program()).toBe("blue");
  expect((await engine.snapshot()).history.at(-1)?.source).toEqual({ kind: "camera", camera: 2 });
});

for (const { how, leave } of [
  { how: "Escape", leave: (desk: Desk) => desk.press("Escape") },
  { how: "L", leave: (desk: Desk) => desk.press("l") },
  { how: "the key on the screen", leave: (desk: Desk) => desk.page.getByTestId("live").click() },
]) {
  test(`${how} leaves a replay at once`, async ({ show }) => {
    const { engine, desk } = await redThenBlue(show);
    await desk.page.getByTestId("replay").click();
    await expect.poll(() => desk.program()).toBe("red");
    await leave(desk);
    await expect.poll(() => desk.program()).toBe("blue");
    const { replay, history } = await engine.snapshot();
    expect(replay).toBeNull();
    expect(history.at(-1)?.source).toEqual({ kind: "camera", camera: 2 });
  });
}

test("a replay's label is of the camera whose picture is seen, and it counts from its length", async ({ show }) => {
  const { engine, desk } = await redThenBlue(show);
  const seconds = (await engine.snapshot()).settings.replay_length / 1000;
  const looking = desk.page.evaluate(lookAtReplay);
  await desk.press("r");
  const looks = await looking;
  const of = (camera: string) => looks.filter(({ label }) => label === camera).map(({ red }) => red);
  expect(of("1").length).toBeGreaterThan(10);
  expect(of("1")).not.toContain(false);
  expect(of("2")).not.toContain(true);
  // What was on program before is seen until the first picture.
  expect(looks[0]?.left).toMatch(/^0:\d\d$/);
  expect(Number(looks[0]?.left.slice(2))).toBeLessThanOrEqual(seconds);
});

/** Runs in the page: what picture and label say at each display frame of the next replay. */
async function lookAtReplay(): Promise<{ red: boolean; label: string; left: string }[]> {
  const find = (selector: string) => document.querySelector(`regie-program ${selector}`) as HTMLElement;
  const [picture, number, left] = [find("canvas") as HTMLCanvasElement, find(".program-number"), find(".badge-time")];
  const looks: { red: boolean; label: string; left: string }[] = [];
  const eye = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  for (let has = false; ; ) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const plays = picture.dataset.source === "replay";
    if (has && !plays) return looks;
    if (!plays || eye === null) continue;
    has = true;
    eye.drawImage(picture, picture.width >> 1, picture.height >> 1, 1, 1, 0, 0, 1, 1);
    const [red = 0, , blue = 0] = eye.getImageData(0, 0, 1, 1).data;
    looks.push({ red: red > blue, label: number.textContent ?? "", left: left.textContent ?? "" });
  }
}

test("a cut leaves a replay at once, a figure changes its angle, and R again starts it again", async ({ show }) => {
  const { engine, desk } = await redThenBlue(show);
  await desk.press("r");
  await expect.poll(() => desk.program()).toBe("red");
  const first = (await engine.snapshot()).replay?.id;
  await desk.press("r");
  await expect.poll(async () => (await engine.snapshot()).replay?.id).not.toBe(first);
  await expect.poll(() => desk.program()).toBe("red");
  // Red was on program then, and blue was filmed too.
  await desk.press("2");
  await expect.poll(() => desk.program()).toBe("blue");
  expect((await engine.snapshot()).replay).not.toBeNull();
  await engine.command({ type: "cut", camera: 2 });
  await expect.poll(() => desk.program()).toBe("blue");
  expect((await engine.snapshot()).replay).toBeNull();
});

test("with nothing shown yet there is nothing to replay", async ({ show }) => {
  const engine = await show.engine();
  const refused = await engine.command({ type: "replay" });
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ code: "nothing_to_replay" });
});
