import { expect } from "vitest";
import { test } from "./support/show";

test("the engine says where it is in one line, and ends well when it is asked to", async ({ show }) => {
  const engine = await show.engine();
  const { desk, join, whip, pid } = engine.ready;
  expect(desk).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=\S+$/);
  expect(join).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/#token=\S+$/);
  expect(whip).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/whip$/);
  expect(pid).toBeGreaterThan(0);
  const page = await show.desk(engine);
  await page.page.getByTestId("qr").waitFor();

  expect(await engine.stop("SIGTERM")).toBe(0);
  expect(engine.output).toHaveLength(1);
});

test("it ends well with a phone and a desk connected", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const phone = await show.phone("red");
  await phone.join(engine.ready.join, "Red");
  await expect.poll(() => desk.program()).toBe("red");
  expect(await engine.stop("SIGTERM")).toBe(0);
  await desk.page.getByText("The engine does not answer").waitFor();
});
