/** Below it, in m/s², too little of gravity lies in the screen: the phone looks up or down. */
const LEAST = 3;
/** A tilt that nobody sees, in degrees. */
export const LEVEL = 1;

/** How far the picture's horizon is from level, in degrees, clockwise; none where the phone looks up or down. */
export function tiltOf(x: number, y: number, screen: number): number | null {
  if (Math.hypot(x, y) < LEAST) return null;
  // Safari counts gravity the other way round than others do: half a turn is no tilt.
  const tilt = (Math.atan2(x, y) * 180) / Math.PI - screen;
  return ((((tilt + 90) % 180) + 180) % 180) - 90;
}

/** A class that may ask before it tells (Safari on iOS); to be asked by a press. */
interface Asking {
  requestPermission?(): Promise<PermissionState>;
}

/** What holds the phone down, where its browser tells. */
export class Gravity {
  private heard: ((x: number, y: number) => void) | null = null;
  private readonly listen = ({ accelerationIncludingGravity: pull }: DeviceMotionEvent) => {
    if (typeof pull?.x === "number" && typeof pull.y === "number") this.heard?.(pull.x, pull.y);
  };

  /** Whether it can be had, told at once or a moment later: a browser without the sensor has the event all the same. */
  whetherThere(there: () => void): void {
    if (typeof DeviceMotionEvent === "undefined") return;
    if ((DeviceMotionEvent as Asking).requestPermission !== undefined) {
      there();
      return;
    }
    this.hear(() => {
      this.hear(null);
      there();
    });
  }

  /** Asks for it, by a press. Whether it is given. */
  async allowed(): Promise<boolean> {
    try {
      const answer = await (DeviceMotionEvent as Asking).requestPermission?.();
      return answer === undefined || answer === "granted";
    } catch {
      return false;
    }
  }

  /** Tells where down is from now on, in m/s² to the screen's right and to its top; none: not any more. */
  hear(heard: ((x: number, y: number) => void) | null): void {
    this.heard = heard;
    removeEventListener("devicemotion", this.listen);
    if (heard !== null) addEventListener("devicemotion", this.listen);
  }
}
