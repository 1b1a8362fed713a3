/** Small pictures of the past, decoded while the machine is idle: for clips, marks and the time line. */
export class Thumbnails {
  /**
   * The picture of a camera at a moment of the session clock, in milliseconds: of the keyframe before. Null where there
   * is none. It stays this object's: draw it, do not close it.
   */
  of(_camera: number, _at: number, _wanted: AbortSignal): Promise<ImageBitmap | null> {
    return Promise.resolve(null);
  }
}

/** The thumbnails of this desk. */
export const thumbnails = new Thumbnails();
