/** How often to look. */
const LOOK_MS = 500;
/** After the page comes back to the front the camera owes a picture within this. */
const RETURN_MS = 1000;
/** A camera in the dark still gives several pictures a second. */
const STALL_MS = 3000;
/** After asking for a fresh picture, the first wait; it doubles up to the last one: asking costs the operator's nerves. */
const PATIENCE_MS = 3000;
const PATIENCE_CAP_MS = 24_000;

/** Tells when pictures that should come do not; pure, in milliseconds of any clock. */
export class Stillness {
  private lastFrame: number;
  private visibleSince: number;
  private patience = PATIENCE_MS;
  private quietUntil = 0;

  constructor(now: number) {
    this.lastFrame = now;
    this.visibleSince = now;
  }

  frame(now: number): void {
    this.lastFrame = now;
    this.patience = PATIENCE_MS;
    this.quietUntil = 0;
  }

  /** The page came to the front; behind it nothing was owed. */
  shown(now: number): void {
    this.visibleSince = now;
    this.quietUntil = 0;
  }

  /** Whether to open the camera afresh now. True once, then not before its patience is over. */
  due(now: number): boolean {
    if (now < this.quietUntil) return false;
    const owed = this.lastFrame < this.visibleSince ? this.visibleSince + RETURN_MS : this.lastFrame + STALL_MS;
    if (now < owed) return false;
    this.quietUntil = now + this.patience;
    this.patience = Math.min(PATIENCE_CAP_MS, this.patience * 2);
    return true;
  }
}

/**
 * Watches the phone's own picture. After a call or a locked screen a track may say that it is live and give nothing;
 * only the pictures tell.
 */
export function watchFrames(video: HTMLVideoElement, onStall: () => void): void {
  // Without it there is only the track's own word.
  if (video.requestVideoFrameCallback === undefined) return;
  const stillness = new Stillness(performance.now());
  const count = () => {
    stillness.frame(performance.now());
    video.requestVideoFrameCallback(count);
  };
  video.requestVideoFrameCallback(count);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") stillness.shown(performance.now());
  });
  setInterval(() => {
    if (document.visibilityState !== "visible") return;
    // A player that was paused by the system shows nothing however well the camera works.
    if (video.paused && video.srcObject !== null) video.play().catch(() => {});
    else if (stillness.due(performance.now())) onStall();
  }, LOOK_MS);
}
