import { expect, test } from "vitest";
import { momentOf } from "./moment";

const local = (day: number, ...time: [number, number, number]) => new Date(2026, 11, day, ...time).getTime();
const NOW = local(2, 14, 0, 0);

test.each<[string, number | null]>([
  ["12:41:07", local(2, 12, 41, 7)],
  ["12:41", local(2, 12, 41, 0)],
  ["124107", local(2, 12, 41, 7)],
  ["12h41", local(2, 12, 41, 0)],
  ["12.41.07", local(2, 12, 41, 7)],
  [" 9:05:00 ", local(2, 9, 5, 0)],
  ["14:00:00", NOW],
  ["14:00:01", local(1, 14, 0, 1)],
  ["23:59:59", local(1, 23, 59, 59)],
  ["24:00", null],
  ["12:60", null],
  ["12", null],
  ["noon", null],
  ["", null],
])("%s", (typed, moment) => expect(momentOf(typed, NOW)).toBe(moment));
