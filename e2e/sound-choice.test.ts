import { expect } from "vitest";
import { test } from "./support/show";

test("program's sound is chosen, muted and delayed on the desk, and everyone knows", async ({ show }) => {
  const { engine, desk } = await show.redAndBlue();
  const sound = async () => (await engine.snapshot()).sound;

  await desk.page.getByTestId("program-sound").selectOption({ label: "Sound of 2 · Blue" });
  await expect.poll(sound).toEqual({ source: { kind: "camera", camera: 2 }, muted: false });
  // The list gives the keys back.
  await desk.press("2");
  await expect.poll(() => desk.program()).toBe("blue");
  expect((await sound()).source).toEqual({ kind: "camera", camera: 2 });

  expect(await desk.page.getByTestId("muted").isVisible()).toBe(false);
  await desk.press("s");
  await expect.poll(() => desk.page.getByTestId("muted").isVisible()).toBe(true);
  expect((await sound()).muted).toBe(true);
  await desk.page.getByTestId("mute").click();
  await expect.poll(() => desk.page.getByTestId("muted").isVisible()).toBe(false);

  await desk.press("e");
  await desk.page.getByTestId("sound-mode").getByText("Speech").click();
  await desk.page.getByTestId("sound-delay").fill("240");
  const camera = async () => (await engine.snapshot()).cameras.find(({ number }) => number === 2)?.sound;
  await expect.poll(camera).toEqual({ mode: "speech", delay: 240 });
  await expect.poll(() => desk.page.getByTestId("camera-panel").textContent()).toContain("240 ms");

  // Who it is pinned to leaves: it follows the picture again.
  await desk.press("Escape");
  expect((await engine.command({ type: "remove", camera: 2 })).status).toBe(204);
  await expect.poll(() => desk.page.getByTestId("program-sound").inputValue()).toBe("0");
});
