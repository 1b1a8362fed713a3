import { language } from "./choice";
import { t } from "./language";

/** An amount of bytes, in the unit in which disks are sold: `3.4 GB`, `820 MB`. */
export function size(bytes: number): string {
  const gigabytes = bytes / 1e9;
  if (gigabytes >= 1) return t("size.gigabytes", { size: figure(gigabytes) });
  const megabytes = bytes / 1e6;
  return t("size.megabytes", { size: megabytes >= 10 ? Math.round(megabytes) : figure(megabytes) });
}

/** Minutes that are left, as a crew says them: `14 min`, `3 h 20`, `2 days`. */
export function minutesLeft(minutes: number): string {
  if (minutes < 60) return t("left.minutes", { minutes });
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return t("left.days", { days: Math.floor(hours / 24) });
  // From ten hours on nobody counts the minutes.
  if (hours >= 10) return t("left.hours", { hours });
  return t("left.hoursMinutes", { hours, minutes: String(minutes % 60).padStart(2, "0") });
}

/** A figure with its tenth, as the language writes it: `3.5`, `3,5`. */
export function tenths(value: number): string {
  return value.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

function figure(value: number): string {
  return value.toLocaleString(language, { maximumFractionDigits: 1 });
}
