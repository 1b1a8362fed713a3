/** A stretch of the session clock, in milliseconds: from its first moment up to the first one behind it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What the engine keeps of the past, as this page reads it. */
export class Archive {
  /** Says where it is. Connects when something is wanted. */
  start(_url: () => Promise<string>): void {}

  /**
   * What there is of a camera's pictures within a stretch, from each first picture to its last; null where the engine
   * does not say. Holes are between.
   */
  coverage(_camera: number, _within: Stretch): Promise<readonly Stretch[] | null> {
    return Promise.resolve(null);
  }
}

/** The archive. */
export const archive = new Archive();
