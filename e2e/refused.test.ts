import { expect } from "vitest";
import { test } from "./support/show";

test("a link with a wrong token says to scan again", async ({ show }) => {
  const engine = await show.engine();
  const phone = await show.phone("red");
  await phone.scan(engine.ready.join.replace(engine.crew, "not-the-token"));
  await expect.poll(() => phone.message()).toMatch(/scan the QR code/i);
  expect((await engine.snapshot()).cameras).toEqual([]);
});

test("a refused camera says how to allow it", async ({ show }) => {
  const engine = await show.engine();
  const phone = await show.phone("red", { allow: false });
  await phone.join(engine.ready.join, "Refused");
  await expect.poll(() => phone.message()).toMatch(/allow camera and microphone/i);
  expect(await phone.state()).toBe("idle");
  expect((await engine.snapshot()).cameras).toEqual([]);
});

test("a full desk says so, and takes the phone by itself when there is room", async ({ show }) => {
  const engine = await show.engine({ limit: 1 });
  const desk = await show.desk(engine);
  const first = await show.phone("red");
  const second = await show.phone("blue");
  await first.join(engine.ready.join, "First");
  await expect.poll(() => desk.program()).toBe("red");

  await second.join(engine.ready.join, "Second");
  await expect.poll(() => second.message()).toMatch(/desk is full/i);
  expect(await desk.tiles()).toEqual(["1 First live"]);

  await first.close();
  expect((await engine.command({ type: "remove", camera: 1 })).status).toBe(204);
  await expect.poll(() => desk.tiles()).toEqual(["1 Second live"]);
  await expect.poll(() => desk.program()).toBe("blue");
  expect(await second.message()).toBe("");
});

test("the desk without its token, or with a wrong one, shows nothing of the show", async ({ show }) => {
  const engine = await show.engine();
  const { origin } = new URL(engine.ready.desk);
  for (const { link, words } of [
    { link: `${origin}/`, words: "This link is incomplete" },
    { link: `${origin}/#token=wrong`, words: "This link is not valid any more" },
  ]) {
    const desk = await show.desk(engine, { link });
    await desk.page.getByText(words).waitFor();
    expect(await desk.page.getByTestId("qr").isVisible()).toBe(false);
  }
});
