/** The speeds that have a key, in percent: slow motion, and as it happened. */
export const SPEEDS: readonly number[] = [25, 33, 50, 75, 100];

/** The steps of the shuttle, each way. */
const SHUTTLE = [100, 200, 400] as const;

/** The next speed that has a key: up for `way` 1, down for -1, the way it runs. Who stands begins with the slowest. */
export function nextSpeed(speed: number, way: 1 | -1): number {
  const pace = Math.abs(speed);
  const found = way > 0 ? SPEEDS.find((one) => one > pace) : [...SPEEDS].reverse().find((one) => one < pace);
  // Beyond the last key a speed stays as it is: the shuttle's are faster.
  const next = found ?? (pace === 0 ? (SPEEDS[0] ?? 0) : pace);
  return speed < 0 ? -next : next;
}

/** The shuttle's next step, forth for `way` 1 and back for -1; who goes the other way turns around. */
export function shuttled(speed: number, way: 1 | -1): number {
  const pace = Math.max(0, speed * way);
  return way * (SHUTTLE.find((step) => step > pace) ?? SHUTTLE[SHUTTLE.length - 1] ?? 100);
}
