/**
 * The moment that a time of day means, as it is typed (`12:41:07`, `12:41`, `124107`, `12h41`): the last time that it
 * was that late. In milliseconds since 1970, as `now` is; null for what is no time of day.
 */
export function momentOf(typed: string, now: number): number | null {
  const found = /^\s*(\d{1,2})\s*[:.h ]?\s*([0-5]\d)\s*(?:[:.m ]?\s*([0-5]\d))?\s*s?\s*$/i.exec(typed);
  const [hours, minutes, seconds] = [found?.[1], found?.[2], found?.[3] ?? "0"].map(Number);
  if (!found || hours === undefined || hours > 23) return null;
  const time = new Date(now);
  time.setHours(hours, minutes, seconds, 0);
  // By the calendar: a day has 23 or 25 hours twice a year.
  if (time.getTime() > now) time.setDate(time.getDate() - 1);
  return time.getTime();
}
