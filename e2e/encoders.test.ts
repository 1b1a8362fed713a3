import { expect } from "vitest";
import { test } from "./support/show";

test("the desk gives an encoder's address and token to the clipboard, and shows no secret", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  await desk.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = () => desk.page.evaluate(() => navigator.clipboard.readText());
  const toast = desk.page.getByTestId("toast");

  await desk.page.getByTestId("encoders").locator("summary").click();
  await desk.page.getByTestId("copy-whip").click();
  await expect.poll(() => toast.textContent()).toContain("address");
  const address = await clipboard();
  expect(address).toBe(await desk.page.getByTestId("whip").textContent());
  expect(address).toBe(`${engine.ready.whip}/obs`);

  await desk.page.getByTestId("copy-token").click();
  await expect.poll(() => toast.textContent()).toContain("token");
  const token = await clipboard();
  expect(token).toBe(engine.crew);
  expect(await desk.page.locator("body").textContent()).not.toContain(token);
});
