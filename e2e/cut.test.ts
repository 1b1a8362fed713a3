import { expect } from "vitest";
import { nameOf } from "./support/colours";
import { test } from "./support/show";

test("a click or a key cuts, and the phones are told", async ({ show }) => {
  const { desk, red, blue } = await show.redAndBlue();

  await desk.tile(2).click();
  await expect.poll(() => desk.program()).toBe("blue");
  await expect.poll(() => blue.tally()).toBe("program");
  await expect.poll(() => red.tally()).toBe("off");
  expect(await desk.tile(2).getAttribute("data-tally")).toBe("program");

  await desk.press("1");
  await expect.poll(() => desk.program()).toBe("red");
  await expect.poll(() => red.tally()).toBe("program");
  await expect.poll(() => blue.tally()).toBe("off");
});

test("a remote control cuts as the desk does, and the desk follows", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const green = await show.phone("green");
  const magenta = await show.phone("magenta");
  await green.join(engine.ready.join, "Green");
  await desk.tile(1).waitFor();
  await magenta.join(engine.ready.join, "Magenta");
  await expect.poll(() => desk.picture(2)).toBe("magenta");

  expect((await engine.command({ type: "cut", camera: 2 })).status).toBe(204);
  await expect.poll(() => desk.program()).toBe("magenta");
  const refused = await engine.command({ type: "cut", camera: 7 });
  expect(refused.status).toBe(404);
  expect(await refused.json()).toMatchObject({ code: "unknown_camera" });
  expect(await desk.program()).toBe("magenta");
});

test("a cut is on the big monitor in the press itself, and taken back where the engine does not answer", async ({
  show,
}) => {
  const { engine, desk } = await show.redAndBlue();
  // Behind the desk's own listener: what the canvas has when that is done.
  const pixel = await desk.page.evaluateHandle(() => ({
    pressed: new Promise<number[]>((resolve) => {
      document.addEventListener("keydown", () => {
        const canvas = document.querySelector<HTMLCanvasElement>("[data-testid=program]");
        const data = canvas?.getContext("2d")?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data ?? [];
        resolve([...data].slice(0, 3));
      });
    }),
  }));
  await desk.press("2");
  expect(nameOf(await pixel.evaluate(({ pressed }) => pressed))).toBe("blue");
  await expect.poll(async () => (await engine.snapshot()).selected).toBe(2);
  expect(await desk.program()).toBe("blue");

  await desk.page.evaluate(() => {
    WebSocket.prototype.send = () => {};
  });
  await desk.press("1");
  expect(await desk.program()).toBe("red");
  await expect.poll(() => desk.program()).toBe("blue");
  expect((await engine.snapshot()).selected).toBe(2);
});
