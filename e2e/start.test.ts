import type { Page } from "playwright-core";
import { expect } from "vitest";
import { test } from "./support/show";
import { blockStorage } from "./support/storage";
import { watchPage } from "./support/viewer";

/** Waits until a page shows a picture of program: its canvas takes that one's size. */
const plays = (page: Page) =>
  expect
    .poll(() => page.getByTestId("program").evaluate((canvas) => (canvas as HTMLCanvasElement).width))
    .toBeGreaterThan(16);

test("the director's token leaves the address of desk and second screen, and both can be loaded again", async ({
  show,
}) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  show.publisher(engine, "Podium", "podium.ivf");
  const address = (page: Page) => page.evaluate(() => location.href);
  await plays(desk.page);
  expect(await address(desk.page)).toBe(`${new URL(engine.ready.desk).origin}/?lang=en`);
  const screen = await desk.opening(() => desk.press("p"));
  await plays(screen.page);
  expect(await address(screen.page)).not.toContain("token");

  await screen.page.reload();
  await plays(screen.page);
  await desk.page.reload();
  await plays(desk.page);
  // What was kept of it, a bookmark, is opened in the same tab: only the fragment is another one.
  await Promise.all([desk.page.waitForEvent("load"), desk.page.goto(`${await address(desk.page)}#token=wrong`)]);
  await desk.page.getByText("This link is not valid any more").waitFor();
  const link = new URL(engine.ready.desk);
  link.search = "?lang=en";
  await Promise.all([desk.page.waitForEvent("load"), desk.page.goto(link.href)]);
  await plays(desk.page);
});

test("where storage is blocked, desk, second screen and viewers' page work; a reload says what is missing", async ({
  show,
}) => {
  const engine = await show.engine();
  const desk = await show.desk(engine, { before: [blockStorage] });
  show.publisher(engine, "Podium", "podium.ivf");
  await plays(desk.page);
  const screen = await desk.opening(() => desk.press("p"));
  await plays(screen.page);

  await screen.page.reload();
  await expect.poll(() => screen.page.getByTestId("slate").textContent()).toContain("open the second screen");
  const gone = screen.page.waitForEvent("close");
  await desk.press("p");
  await gone;
  await desk.page.reload();
  await desk.page.getByText("Open the link once more").waitFor();

  await desk.page.goto(watchPage(engine));
  await expect.poll(() => desk.page.evaluate(() => document.documentElement.dataset.state)).toBe("playing");
});

test("a page that can't start says so, each in its own place", async ({ show }) => {
  const engine = await show.engine();
  const { origin } = new URL(engine.ready.desk);
  const desk = await show.desk(engine);
  // What a page is made of does not come.
  await desk.page.context().route("**/assets/page-*.js", (route) => route.abort());
  for (const [where, en, fr] of [
    [`${origin}/`, "This page could not start", "Cette page n’a pas pu démarrer"],
    [`${origin}/screen.html`, "This page could not start", "Cette page n’a pas pu démarrer"],
    [watchPage(engine), "This page could not start", "Cette page n’a pas pu démarrer"],
  ]) {
    for (const [language, words] of Object.entries({ en, fr })) {
      await desk.page.goto(`${where}?lang=${language}`);
      await desk.page
        .getByTestId("failure")
        .getByText(words ?? "")
        .waitFor();
    }
  }
  // A browser source is on somebody's air.
  await desk.page.goto(watchPage(engine, "?obs"));
  await desk.page.getByTestId("failure").waitFor({ state: "attached" });
  expect(await desk.page.getByTestId("failure").isVisible()).toBe(false);

  const phone = await show.phone("red");
  await phone.page.context().route("**/assets/page-*.js", (route) => route.abort());
  await phone.scan(engine.ready.join);
  await expect.poll(() => phone.message()).toContain("This page could not start");
});

test("a phone whose storage is blocked films", async ({ show }) => {
  const engine = await show.engine();
  const phone = await show.phone("red", { before: [blockStorage] });
  await phone.join(engine.ready.join, "Red");
  await expect.poll(() => phone.state()).toBe("on-air");
});
