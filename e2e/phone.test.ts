import type { Page } from "playwright-core";
import { expect } from "vitest";
import { speakAnotherVersion } from "./support/phone";
import { test } from "./support/show";

test("the big word of a phone that is not with the desk stands alone", async ({ show }) => {
  const engine = await show.engine();
  const phone = await show.phone("red");
  const { page } = phone;
  await page.route("**/whip/**", () => undefined);
  await phone.join(engine.ready.join, "Door");
  await expect.poll(() => phone.state()).toBe("connecting");
  expect(await words(page, ".pill")).toEqual(["Connecting"]);

  await page.unroute("**/whip/**");
  await page.reload();
  await phone.start.click();
  await expect.poll(() => phone.state()).toBe("on-air");
  await page.locator("#figures:not(:empty)").waitFor();
  await engine.stop("SIGKILL");
  await expect.poll(() => phone.state(), { timeout: 30_000 }).toBe("lost");
  expect(await words(page, ".pill")).toEqual(["Lost"]);
});

test("sideways, nothing that is said or pressed lies on the picture, and LIVE is said once", async ({ show }) => {
  const engine = await show.engine();
  const phone = await show.phone("red");
  await phone.page.setViewportSize({ width: 844, height: 390 });
  await phone.join(engine.ready.join, "Behind the grand piano, far left");
  await expect.poll(() => phone.state()).toBe("on-air");
  await engine.command({ type: "start_recording" });
  await phone.page.getByTestId("recorded").waitFor();
  await phone.page.locator("#signal:not([hidden])").waitFor();
  expect(await covered(phone.page, [".badge", ".pill", "#stop"])).toEqual([]);
  expect(await words(phone.page, "#app")).toEqual(expect.arrayContaining(["LIVE", "REC", "Stop"]));
  expect(await words(phone.page, "#app")).not.toContain("On air");
});

test("a page of another version films on, says that it has no tally, and is loaded anew by Stop", async ({ show }) => {
  const engine = await show.engine();
  const phone = await show.phone("red", { before: [speakAnotherVersion] });
  await phone.join(engine.ready.join, "Door");
  await expect.poll(() => phone.message()).toMatch(/another version/);
  await expect.poll(async () => (await engine.snapshot()).cameras[0]?.state).toBe("live");
  expect(await phone.state()).toBe("live");
  expect(await words(phone.page, "#app")).not.toEqual(expect.arrayContaining([expect.stringMatching(/READY|music/i)]));

  const loaded = phone.page.waitForEvent("load");
  await phone.page.getByTestId("stop").click();
  await phone.page.getByTestId("stop").click();
  await loaded;
  await expect.poll(() => phone.state()).toBe("idle");
});

/** What is seen in a part of the page; what only a screen reader has is not. */
function words(page: Page, part: string): Promise<string[]> {
  return page.locator(`${part} *`).evaluateAll((elements) =>
    elements
      .filter((element) => element.childElementCount === 0 && element.getBoundingClientRect().width > 1)
      .map((element) => element.textContent?.trim() ?? "")
      .filter((text) => text !== ""),
  );
}

/** Which of these lie on what the phone's picture is drawn on, within its element. */
function covered(page: Page, selectors: readonly string[]): Promise<string[]> {
  return page.evaluate((selectors) => {
    const video = document.querySelector("video");
    if (video === null) throw new Error("the page has no picture");
    const box = video.getBoundingClientRect();
    const scale = Math.min(box.width / video.videoWidth, box.height / video.videoHeight);
    // The picture is at the left of its element, in the middle of its height.
    const height = video.videoHeight * scale;
    const top = box.top + (box.height - height) / 2;
    const picture = { left: box.left, right: box.left + video.videoWidth * scale, top, bottom: top + height };
    return selectors.filter((selector) => {
      const part = document.querySelector(selector)?.getBoundingClientRect();
      if (part === undefined || part.width === 0) throw new Error(`the page shows no ${selector}`);
      const beside = part.left >= picture.right || part.right <= picture.left;
      return !beside && part.top < picture.bottom && part.bottom > picture.top;
    });
  }, selectors);
}
