import { expect } from "vitest";
import { test } from "./desk";

/** How long a camera has been on program before it is cued: long enough to stand within it. */
const SHOWN_MS = 2500;

test("a cue is looked at from any angle in the real window while the show is live, and taken to program", async ({
  show,
  desk,
}) => {
  const { join } = await desk.ready();
  const [red, blue] = [await show.phone("red"), await show.phone("blue")];
  await red.join(join, "Red");
  await expect.poll(() => desk.program()).toBe("red");
  await blue.join(join, "Blue");
  await expect.poll(() => desk.picture(2)).toBe("blue");
  const both = performance.now();
  await expect.poll(() => performance.now() - both).toBeGreaterThan(SHOWN_MS);

  await desk.press("v");
  await expect.poll(() => desk.cue()).toBe("red");
  // At the same instant, of a camera that was never on program, while it plays and while it stands.
  await desk.press("2");
  await expect.poll(() => desk.cue()).toBe("blue");
  await desk.press(" ");
  await expect.poll(() => desk.text("speed")).toBe("0 %");
  await desk.press("1");
  await expect.poll(() => desk.cue()).toBe("red");
  await desk.press("2");
  await expect.poll(() => desk.cue()).toBe("blue");
  expect(await desk.program()).toBe("red");

  await desk.press("\uE007");
  await expect.poll(() => desk.sees("replay-badge")).toBe(true);
  await expect.poll(() => desk.program()).toBe("blue");
  await desk.press("\uE00C");
  await expect.poll(() => desk.sees("replay-badge")).toBe(false);
  await expect.poll(() => desk.program()).toBe("red");
});
