import type { Command } from "../protocol/Command";
import type { Refusal } from "../protocol/Refusal";
import { t } from "./language";
import { type TextKey, texts } from "./texts";

/** What the director is told about a refused command. */
export function refusalText(refusal: Refusal, command?: Command): string {
  // The engine reads a name when it reads the command: one without a visible character is malformed.
  if (refusal.code === "malformed" && command?.type === "rename") return t("refusal.name");
  const key = `refusal.${refusal.code}`;
  const number = command && "camera" in command ? command.camera : "";
  // A newer engine may know reasons that this table does not.
  return key in texts ? t(key as TextKey, { number }) : refusal.message;
}
