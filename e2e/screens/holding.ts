import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Engine } from "../support/engine";
import { ROOT } from "../support/programs";

/** What the director has on the hold slate while it is looked at. */
export const HELD = { en: "Back at nine", fr: "De retour à 21 h" } as const;

/** Holds with the words alone. */
export async function holdWords(engine: Engine, language: "en" | "fr"): Promise<void> {
  await engine.command({ type: "set_hold", text: HELD[language] });
  await engine.command({ type: "hold", on: true });
}

/** Puts a picture on the slate too. */
export async function holdPicture(engine: Engine): Promise<void> {
  const body = await readFile(path.join(ROOT, "docs", "desk.png"));
  const answer = await engine.ask("/hold/picture", { method: "PUT", body });
  if (!answer.ok) throw new Error(`the picture was refused: ${await answer.text()}`);
}
