import type { Text } from "../choice";

/** Texts of times and sizes that are left. */
export const measures = {
  "left.minutes": { en: "{minutes} min", fr: "{minutes} min" },
  "left.hoursMinutes": { en: "{hours} h {minutes}", fr: "{hours} h {minutes}" },
  "left.hours": { en: "{hours} h", fr: "{hours} h" },
  "left.days": { en: "{days} days", fr: "{days} jours" },
  "size.gigabytes": { en: "{size} GB", fr: "{size} Go" },
  "size.megabytes": { en: "{size} MB", fr: "{size} Mo" },
} as const satisfies Record<string, Text>;
