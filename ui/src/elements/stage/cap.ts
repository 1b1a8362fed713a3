import { t } from "../../i18n/language";
import { capsOf } from "../../keys/keys";
import { el } from "../element";

/** The cap of a camera's key, where its number does not say which one it is. */
export function cap(camera: number): HTMLElement[] {
  const keys = capsOf(camera);
  if (keys.length === 0 || keys[0] === camera) return [];
  return [el("kbd", {}, keys.map((key) => (key === "alt" ? t("key.alt") : key)).join(" "))];
}
