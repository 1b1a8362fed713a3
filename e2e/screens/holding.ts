import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import type { Engine } from "../support/engine";
import { ROOT } from "../support/programs";

/** What the director has on the hold slate while it is looked at. */
export const WORDS = { en: "Back at nine", fr: "De retour à 21 h" } as const;

/** Takes what the audience sees while program holds: with words alone, then with a picture; program is back after it. */
export async function takeHold(
  engine: Engine,
  page: Page,
  language: keyof typeof WORDS,
  take: (state: string) => Promise<void>,
): Promise<void> {
  await engine.command({ type: "set_hold", text: WORDS[language] });
  await engine.command({ type: "hold", on: true });
  await page.getByText(WORDS[language]).waitFor();
  await take("hold");
  const body = await readFile(path.join(ROOT, "docs", "desk.png"));
  const answer = await engine.ask("/hold/picture", { method: "PUT", body });
  if (!answer.ok) throw new Error(`the picture was refused: ${await answer.text()}`);
  await page.locator("img").waitFor();
  await take("hold, picture");
  await engine.command({ type: "hold", on: false });
}
