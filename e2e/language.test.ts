import { expect } from "vitest";
import { test } from "./support/show";

test("the desk speaks French and English", async ({ show }) => {
  const engine = await show.engine();
  const french = await show.desk(engine, { language: "fr" });
  const english = await show.desk(engine, { language: "en" });
  await french.page.getByText("Scannez", { exact: true }).waitFor();
  await english.page.getByText("Scan", { exact: true }).waitFor();
  expect(await french.page.locator("html").getAttribute("lang")).toBe("fr");
  expect(await english.page.locator("html").getAttribute("lang")).toBe("en");
});

test("the phone speaks French and English", async ({ show }) => {
  const engine = await show.engine();
  const french = await show.phone("red", { language: "fr" });
  await french.scan(engine.ready.join);
  expect(await french.start.textContent()).toBe("Démarrer");
  await french.start.click();
  await expect.poll(() => french.tally()).toBe("program");
  expect(await french.page.getByTestId("tally").textContent()).toBe("ANTENNE");
  const english = await show.phone("blue", { language: "en" });
  await english.scan(engine.ready.join);
  expect(await english.start.textContent()).toBe("Start");
});
