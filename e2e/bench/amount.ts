/** How much is measured in a run. */
export interface Amount {
  /** Pictures of the stretch that is watched. */
  readonly pictures: number;
  readonly cuts: number;
  /** Replays that are left as soon as they show something. */
  readonly replayStarts: number;
  /** Replays that are watched to their end. */
  readonly replays: number;
  /** Replays of the baseline. */
  readonly recordings: number;
}
