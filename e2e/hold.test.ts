import { expect } from "vitest";
import type { Desk } from "./support/desk";
import { test } from "./support/show";

/** A picture that every browser shows: a pixel of blue, as PNG. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNQcPgPAAHjAWC+U4LtAAAAAElFTkSuQmCC",
  "base64",
);

/** What the big monitor's hold slate says; nothing while it is not shown. */
async function slate(desk: Desk): Promise<string> {
  const slate = desk.page.locator("regie-program > regie-hold-slate");
  return (await slate.isVisible()) ? ((await slate.textContent()) ?? "") : "";
}

test("one key holds: the audience sees the slate, the desk says that it is meant, and the key or a cut leaves it", async ({
  show,
}) => {
  const { engine, desk } = await show.redAndBlue();
  const screen = await desk.opening(() => desk.press("p"));
  await expect.poll(() => screen.shows()).toBe("red");
  const key = desk.page.getByTestId("hold");
  await desk.press("b");
  await expect.poll(() => slate(desk)).toBe("One moment");
  expect(await desk.page.getByTestId("hold-badge").textContent()).toBe("HOLD");
  // Nothing is wrong: the slate that is loud is another one.
  expect(await desk.page.getByTestId("slate").isVisible()).toBe(false);
  await expect.poll(() => key.getAttribute("aria-pressed")).toBe("true");
  await expect.poll(() => desk.page.getByTestId("announcer").textContent()).toBe("Hold slate on air");
  await expect.poll(() => screen.page.locator("regie-hold-slate").isVisible()).toBe(true);

  await desk.press("b");
  await expect.poll(() => desk.program()).toBe("red");
  expect(await slate(desk)).toBe("");
  await expect.poll(() => screen.shows()).toBe("red");
  await key.click();
  await expect.poll(() => slate(desk)).toBe("One moment");
  await desk.press("2");
  await expect.poll(() => desk.program()).toBe("blue");
  expect((await engine.snapshot()).hold.on).toBe(false);
});

test("the director's words and picture stand on the slate, and stay over a restart", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  await desk.press("o");
  const panel = desk.page.getByTestId("hold-panel");
  const text = panel.getByTestId("hold-text");
  await text.fill("Back at nine");
  // As it will look, while it is typed.
  expect(await panel.locator("regie-hold-slate").textContent()).toBe("Back at nine");
  await text.press("Enter");
  await expect.poll(async () => (await engine.snapshot()).hold.text).toBe("Back at nine");

  const file = panel.getByTestId("hold-file");
  await file.setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") });
  await expect
    .poll(() => desk.page.getByTestId("toast").textContent())
    .toBe("This file is no picture that can be shown");
  await file.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: PICTURE });
  const width = () => panel.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(width).toBe(1);

  await engine.stop();
  await engine.restart();
  await expect.poll(async () => (await engine.snapshot()).hold).toMatchObject({ on: false, text: "Back at nine" });
  await expect.poll(width).toBe(1);
  await panel.getByTestId("hold-remove").click();
  await expect.poll(() => panel.locator("img").isVisible()).toBe(false);
  expect((await engine.snapshot()).hold.picture).toBe(null);
});
