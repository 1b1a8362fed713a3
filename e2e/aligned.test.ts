import { expect } from "vitest";
import type { Engine } from "./support/engine";
import { test } from "./support/show";

/** In the page: what it is shown of the time is an hour ahead; its browser's reports are not. */
function beAnHourAhead(): void {
  const [hour, now, origin] = [3_600_000, Date.now, performance.timeOrigin];
  Date.now = () => now() + hour;
  Object.defineProperty(performance, "timeOrigin", { get: () => origin + hour });
}

/** What is known of each camera's time, by its name. */
const known = async (engine: Engine) =>
  Object.fromEntries(
    (await engine.snapshot()).cameras.map(({ name, delay, alignment }) => [name, { delay, alignment }]),
  );

/** Between a picture that was just taken and one that the page would have thought lost. */
const isPlausible = (millis: number | null | undefined, most: number) =>
  typeof millis === "number" && millis >= 0 && millis < most;

test("how long a phone's pictures take is known, whatever its clock says, and of no other publisher", async ({
  show,
}) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const [red, blue] = [await show.phone("red"), await show.phone("blue", { before: [beAnHourAhead] })];
  await red.join(engine.ready.join, "Red");
  await desk.tile(1).waitFor();
  await blue.join(engine.ready.join, "Blue");
  await expect.poll(() => desk.picture(2)).toBe("blue");
  show.publisher(engine, "Pits", "pits.h264");
  await expect.poll(() => desk.tiles()).toEqual(["1 Red live", "2 Blue live", "3 Pits live"]);
  for (const name of ["Red", "Blue"]) {
    await expect.poll(async () => isPlausible((await known(engine))[name]?.delay, 2000)).toBe(true);
    expect(isPlausible((await known(engine))[name]?.alignment, 1000)).toBe(true);
  }
  expect((await known(engine)).Pits).toEqual({ delay: null, alignment: null });

  // What is lost has none, and what comes back has one again.
  await red.kill();
  await expect.poll(() => desk.tiles()).toContain("1 Red lost");
  expect((await known(engine)).Red).toEqual({ delay: null, alignment: null });
});
