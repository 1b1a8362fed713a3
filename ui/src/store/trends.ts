import { effect, signal } from "@preact/signals-core";
import type { CameraTelemetry } from "../protocol/CameraTelemetry";
import { feeds, figures } from "./desk";

/** Telemetry comes about once a second: so many are a minute. */
const MINUTE = 60;

/** A camera's last minute: pictures a second, and what of them was lost, from 0 to 1; the newest last. */
export interface Trend {
  readonly fps: readonly number[];
  readonly loss: readonly number[];
}

const NONE: Trend = { fps: [], loss: [] };

/** Each camera's last minute, by its feed: a number may be another's by now. */
export const trends = signal<ReadonlyMap<number, Trend>>(new Map());

/** A minute that goes on with this; of a camera that is not there any more nothing is kept. */
export function goOn(
  before: ReadonlyMap<number, Trend>,
  now: readonly (readonly [feed: number, figures: Pick<CameraTelemetry, "fps" | "loss">])[],
): ReadonlyMap<number, Trend> {
  const next = (all: readonly number[], one: number) => [...all, one].slice(-MINUTE);
  return new Map(
    now.map(([feed, { fps, loss }]) => {
      const trend = before.get(feed) ?? NONE;
      return [feed, { fps: next(trend.fps, fps), loss: next(trend.loss, loss) }];
    }),
  );
}

/** Keeps the cameras' last minute, for as long as the page lives. */
export function watchTrends(): void {
  effect(() => {
    const now = [...figures.value].flatMap(([number, figures]) => {
      const feed = feeds.peek().get(number);
      return feed === undefined ? [] : [[feed, figures] as const];
    });
    trends.value = goOn(trends.peek(), now);
  });
}
