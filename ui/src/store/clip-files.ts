import { t } from "../i18n/language";
import { fileOf } from "./orders";
import { notify } from "./view";

/** What a file of a clip is to have in it: an angle, or all of them in a ZIP; how fast, in percent. */
export interface ClipFile {
  readonly camera: number | "all";
  readonly speed: number;
}

/** Where the engine has it. */
export function pathOf(clip: number, { camera, speed }: ClipFile): string {
  const query = new URLSearchParams(camera === "all" ? { container: "zip" } : { camera: String(camera) });
  // As it happened it has sound.
  if (speed !== 100) query.set("speed", String(speed));
  return `/clips/${clip}/file?${query}`;
}

/** Saves a clip as a file, where the browser saves files. What can't be had becomes a notice. */
export async function saveClip(clip: number, wanted: ClipFile): Promise<void> {
  const file = await fileOf(pathOf(clip, wanted));
  if (!file) return;
  const url = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href: url, download: file.name }).click();
  // The browser reads it from here on by itself.
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
  notify(t("clip.saved", { file: file.name }), "done");
}
