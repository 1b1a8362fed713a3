import { expect } from "vitest";
import type { Desk } from "./support/desk";
import type { Engine } from "./support/engine";
import { type Show, test } from "./support/show";

/** Cameras of these names on a desk, numbered in their order; whether each is to be live before the next one joins. */
async function cameras(show: Show, engine: Engine, desk: Desk, names: readonly string[], live = true) {
  const publishers = [];
  for (const [index, name] of names.entries()) {
    publishers.push(show.publisher(engine, name, "flash.h264"));
    const state = live ? '[data-state="live"]' : "";
    await desk.page.locator(`[data-testid="tile"][data-number="${index + 1}"]${state}`).waitFor();
  }
  return publishers;
}

const names = async (desk: Desk) => (await desk.tiles()).map((tile) => tile.split(" ").slice(0, 2).join(" "));

/** What has the focus: the nearest thing that tests know by name, and its camera. */
const focus = (desk: Desk) =>
  desk.page.evaluate(() => {
    const { activeElement } = document;
    const known = activeElement?.closest<HTMLElement>("[data-testid]");
    const number = activeElement?.closest<HTMLElement>("[data-number]")?.dataset.number;
    return [known?.dataset.testid ?? activeElement?.tagName, number].filter(Boolean).join(" ");
  });

/** Where program and the tiles are. */
const boxes = (desk: Desk) =>
  desk.page.evaluate(() =>
    [...document.querySelectorAll("regie-program, regie-tile, regie-place")].map((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { left, top, width, height };
    }),
  );

test("a panel leaves every tile at its place among the others, and program more than half of its area", async ({
  show,
}) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  await cameras(show, engine, desk, ["A", "B", "C", "D", "E"], false);

  const closed = await boxes(desk);
  await desk.press("o");
  await desk.page.getByTestId("side").waitFor();
  const opened = await boxes(desk);
  const side = await desk.page.getByTestId("side").boundingBox();
  const order = (all: typeof closed, edge: "left" | "top") =>
    all.slice(1).flatMap((a, i) => all.slice(i + 2).map((b) => Math.sign(Math.round(a[edge] - b[edge]))));
  expect(order(opened, "left")).toEqual(order(closed, "left"));
  expect(order(opened, "top")).toEqual(order(closed, "top"));
  const area = (all: typeof closed) => (all[0]?.width ?? 0) * (all[0]?.height ?? 0);
  expect(area(opened) / area(closed)).toBeGreaterThan(0.5);
  for (const { left, width } of opened) expect(left + width).toBeLessThanOrEqual(side?.x ?? 0);
  await desk.press("Escape");
  expect(await boxes(desk)).toEqual(closed);
});

test("a label lies on no part of its picture", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  await cameras(show, engine, desk, ["A"]);
  const [picture, label] = await Promise.all([
    desk.tile(1).locator(".tile-screen").boundingBox(),
    desk.tile(1).getByTestId("tile-label").boundingBox(),
  ]);
  if (!picture || !label) throw new Error("the tile is not shown");
  const under = label.y >= picture.y + picture.height - 1;
  const beside = label.x >= picture.x + picture.width - 1;
  expect(under || beside).toBe(true);
});

test("what is typed in a panel stays when the first camera joins and when the last one goes", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  await desk.page.getByTestId("outputs").click();
  await desk.page.getByTestId("push").locator("summary").click();
  const url = desk.page.getByTestId("push-url");
  await url.fill("https://server.example/whip");

  await cameras(show, engine, desk, ["A"]);
  expect(await url.inputValue()).toBe("https://server.example/whip");
  expect(await focus(desk)).toBe("push-url");
  await engine.command({ type: "remove", camera: 1 });
  await desk.page.getByTestId("qr").waitFor();
  expect(await url.inputValue()).toBe("https://server.example/whip");
  expect(await focus(desk)).toBe("push-url");
});

test("the code's panel goes with the last camera, and doesn't come back by itself with the next one", async ({
  show,
}) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const [first] = await cameras(show, engine, desk, ["A"]);
  await desk.press("q");
  const side = desk.page.getByTestId("side");
  await side.waitFor();
  await first?.stop();
  await engine.command({ type: "remove", camera: 1 });
  await side.waitFor({ state: "hidden" });
  await cameras(show, engine, desk, ["B"]);
  expect(await side.isVisible()).toBe(false);
});

test("the focus goes into a panel and comes back, and figures are cuts all the while", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  await cameras(show, engine, desk, ["A", "B"]);
  await desk.tile(2).locator(".tile-cut").focus();
  await desk.press("e");
  await expect.poll(() => focus(desk)).toBe("side");
  await desk.press("2");
  await expect.poll(async () => (await engine.snapshot()).selected).toBe(2);
  await desk.press("Tab");
  expect(await desk.page.evaluate(() => document.activeElement?.closest("regie-side") !== null)).toBe(true);
  await desk.press("Escape");
  expect(await focus(desk)).toBe("tile 2");
});

test("a tile is one stop of the Tab key, and arrows lead to its tools, which show then", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  await cameras(show, engine, desk, ["A", "B"]);
  await desk.tile(1).locator(".tile-cut").focus();
  await desk.press("ArrowRight");
  await desk.press("ArrowRight");
  expect(await focus(desk)).toBe("talk-to 1");
  await desk.press("ArrowRight");
  expect(await focus(desk)).toBe("camera-menu 1");
  const tools = desk.tile(1).locator("regie-tile-tools");
  expect(await tools.evaluate((element) => getComputedStyle(element).opacity)).toBe("1");
  for (let tools = 3; tools > 0; tools--) await desk.press("ArrowLeft");
  expect(await focus(desk)).toBe("tile 1");
  await desk.press("Tab");
  expect(await focus(desk)).toBe("tile 2");
});

test("a tile is carried by its label to another place: the two swap, and nothing is cut", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  await cameras(show, engine, desk, ["A", "B", "C"]);
  await desk.press("1");
  await expect.poll(async () => (await engine.snapshot()).selected).toBe(1);

  const label = desk.tile(3).getByTestId("tile-label");
  await label.hover();
  await desk.page.mouse.down();
  await desk.tile(2).hover({ force: true });
  expect(await desk.tile(2).evaluate((tile) => tile.classList.contains("is-target"))).toBe(true);
  await desk.page.mouse.up();
  await expect.poll(() => names(desk)).toEqual(["1 A", "2 C", "3 B"]);
  expect((await engine.snapshot()).selected).toBe(1);

  // To a free place too.
  await desk.tile(1).getByTestId("tile-label").hover();
  await desk.page.mouse.down();
  await desk.page.getByTestId("place").first().hover({ force: true });
  await desk.page.mouse.up();
  await expect.poll(() => names(desk)).toEqual(["2 C", "3 B", "4 A"]);
  expect((await engine.snapshot()).selected).toBe(4);

  // Escape puts it back, and leaves nothing else.
  await desk.tile(2).getByTestId("tile-label").hover();
  await desk.page.mouse.down();
  await desk.tile(3).hover({ force: true });
  await desk.press("Escape");
  await desk.page.mouse.up();
  expect(await names(desk)).toEqual(["2 C", "3 B", "4 A"]);

  // A label that is let go where it was is a cut, as the picture is.
  await desk.tile(2).getByTestId("tile-label").click();
  await expect.poll(async () => (await engine.snapshot()).selected).toBe(2);
});

test("Alt and an arrow carry the camera in focus, and the focus with it", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  await cameras(show, engine, desk, ["A", "B"]);
  await desk.tile(1).locator(".tile-cut").focus();
  await desk.press("Alt+ArrowDown");
  await expect.poll(() => names(desk)).toEqual(["1 B", "2 A"]);
  await expect.poll(() => focus(desk)).toBe("tile 2");
  await desk.press("Alt+ArrowDown");
  await expect.poll(() => names(desk)).toEqual(["1 B", "3 A"]);
  await expect.poll(() => focus(desk)).toBe("tile 3");
});

test("a camera's panel and its new name stay its own when numbers change, and a question about it goes", async ({
  show,
}) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  await cameras(show, engine, desk, ["A", "B"]);
  const swap = () => engine.command({ type: "renumber", camera: 1, to: 2 });
  await desk.tile(1).locator(".tile-cut").focus();
  await desk.press("e");
  await desk.page.getByRole("complementary", { name: "Camera 1" }).waitFor();
  await swap();
  await desk.page.getByRole("complementary", { name: "Camera 2" }).waitFor();
  await desk.press("Escape");

  await desk.tile(2).locator(".tile-cut").focus();
  await desk.press("n");
  await desk.page.getByTestId("rename-dialog").locator("input").fill("Again");
  await swap();
  await expect.poll(() => names(desk)).toEqual(["1 A", "2 B"]);
  await desk.press("Enter");
  await expect.poll(() => names(desk)).toEqual(["1 Again", "2 B"]);

  await desk.tile(1).locator(".tile-cut").focus();
  await desk.press("Delete");
  const question = desk.tile(1).getByTestId("remove-confirm");
  await question.waitFor();
  await swap();
  await question.waitFor({ state: "hidden" });
  await expect.poll(() => names(desk)).toEqual(["1 B", "2 Again"]);
});

test("all lost cameras are removed at once, where one of them asks", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const publishers = await cameras(show, engine, desk, ["A", "B", "C"]);
  for (const publisher of publishers.slice(1)) await publisher.stop();
  await expect.poll(() => desk.tiles()).toEqual(["1 A live", "2 B lost", "3 C lost"]);

  // Of a camera that is live only that one can be asked for.
  await desk.tile(1).hover();
  await desk.tile(1).getByTestId("remove").click();
  expect(await desk.tile(1).getByTestId("remove-lost").isVisible()).toBe(false);
  await desk.press("Escape");
  await desk.tile(2).getByTestId("remove").click();
  await desk.tile(2).getByTestId("remove-lost").click();
  await expect.poll(() => desk.tiles()).toEqual(["1 A live"]);
});

test("what a finger presses is 44 pixels large, and each tile has a way to its camera's tools without a pointer over it", async ({
  show,
}) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const [, second] = await cameras(show, engine, desk, ["A", "B", "C"]);
  await second?.stop();
  await desk.page.locator('[data-testid="tile"][data-number="2"][data-state="lost"]').waitFor();
  const devtools = await desk.page.context().newCDPSession(desk.page);
  await devtools.send("Emulation.setTouchEmulationEnabled", { enabled: true });
  expect(await desk.page.evaluate(() => matchMedia("(any-pointer: coarse)").matches)).toBe(true);

  const small = () =>
    desk.page.evaluate(() =>
      [...document.querySelectorAll("button, select, summary, input:not([type=radio]), label:has(> input)")]
        .filter((control) => control.checkVisibility({ opacityProperty: true }))
        .map((control) => ({ control, box: control.getBoundingClientRect() }))
        .filter(({ box }) => Math.min(box.width, box.height) < 44 - 0.5)
        .map(({ control, box }) => `${control.outerHTML.slice(0, 80)} ${box.width}x${box.height}`),
    );
  expect(await small()).toEqual([]);
  expect(await desk.tile(2).getByTestId("remove").isVisible()).toBe(true);
  await desk.press("o");
  for (const fold of await desk.page.getByTestId("side").locator("summary").all()) await fold.click();
  expect(await small()).toEqual([]);
  await desk.press("Escape");
  await desk.tile(1).getByTestId("camera-menu").click();
  await desk.page.getByTestId("camera-panel").waitFor();
  expect(await small()).toEqual([]);
});

for (const [width, height] of [
  [640, 360],
  [3840, 2160],
] as const) {
  test(`on a page of ${width} x ${height} all tiles are in it, and no letter of them is under 13 pixels`, async ({
    show,
  }) => {
    const engine = await show.engine();
    const desk = await show.desk(engine, { width, height });
    await cameras(show, engine, desk, ["A", "B", "C", "D", "E", "F"], false);
    for (const box of await boxes(desk)) {
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.left + box.width).toBeLessThanOrEqual(width);
      expect(box.top + box.height).toBeLessThanOrEqual(height);
    }
    const smallest = await desk.page.evaluate(() => {
      const texts = [...document.querySelectorAll("regie-stage *")].filter(
        (element) =>
          element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE),
      );
      return Math.min(...texts.map((element) => Number.parseFloat(getComputedStyle(element).fontSize)));
    });
    expect(smallest).toBeGreaterThanOrEqual(13);
  });
}
