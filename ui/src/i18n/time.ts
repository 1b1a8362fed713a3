/** A running time as `M:SS`, or `H:MM:SS` from an hour on. Whole seconds that have passed; never negative. */
export function elapsed(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** Time left as `M:SS`: rounded up, so that it reads 0:00 only when nothing is left. */
export function remaining(milliseconds: number): string {
  return elapsed(Math.ceil(Math.max(0, milliseconds) / 1000) * 1000);
}

/** The time of day as `HH:MM:SS`. */
export function timeOfDay(time: Date): string {
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

function two(figure: number): string {
  return String(figure).padStart(2, "0");
}
