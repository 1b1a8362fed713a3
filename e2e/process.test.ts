import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
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

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  test(`a second ${signal} ends it at once, whatever a disk does`, async ({ show }) => {
    const engine = await show.engine();
    await engine.command({ type: "start_recording" });
    await expect.poll(async () => (await engine.snapshot()).recording?.state).toBe("running");
    const folder = path.join(engine.ready.shows, (await engine.snapshot()).recording?.show ?? "");
    // What opens it to write waits until somebody reads, as on a disk that does not answer.
    await promisify(execFile)("mkfifo", [path.join(folder, "marks.new")]);

    const ended = engine.stop(signal);
    await expect.poll(() => engine.log).toContain("waiting for the disk");
    expect(await engine.stop(signal)).toBe(code);
    expect(await ended).toBe(code);
  });
}
