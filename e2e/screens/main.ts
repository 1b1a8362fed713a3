import { rm } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../support/programs";
import { Camera } from "./camera";
import { takeDesk } from "./desk";
import { takePhone } from "./phone";
import { takeScreen } from "./screen";
import { makeSheets } from "./sheet";
import { takeWatch } from "./watch";

/** The pages that are looked at, each in all its states. */
const PAGES = { desk: takeDesk, phone: takePhone, watch: takeWatch, screen: takeScreen };

/** Takes every page in every state, language and size, and lays them out on sheets; a page's name alone takes that. */
export async function main(args: readonly string[]): Promise<void> {
  const folder = path.join(ROOT, ".cache", "screens");
  const unknown = args.find((arg) => !Object.hasOwn(PAGES, arg));
  if (unknown !== undefined) throw new Error(`${unknown}: no page of ${Object.keys(PAGES).join(", ")}`);
  const asked = Object.entries(PAGES).filter(([name]) => args.length === 0 || args.includes(name));
  for (const [name] of asked) await rm(path.join(folder, name), { recursive: true, force: true });
  const camera = new Camera(folder);
  for (const [, take] of asked) await take(camera);
  for (const sheet of await makeSheets(folder, camera.shots)) console.log(path.relative(ROOT, sheet));
}
