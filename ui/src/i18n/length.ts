import { t } from "./language";
import { tenths } from "./size";
import { elapsed } from "./time";

/** How long a stretch is: `7.4 s`, from a minute on `1:04`. */
export function length(milliseconds: number): string {
  // What would be said as 60.0 s is a minute.
  if (milliseconds >= 59_950) return elapsed(Math.round(milliseconds / 1000) * 1000);
  return t("clip.length", { seconds: tenths(milliseconds / 1000) });
}
