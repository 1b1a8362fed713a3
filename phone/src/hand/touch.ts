import type { ControlRange } from "../protocol/ControlRange";
import { onPicture } from "./place";

/** A finger that moves further than this, in CSS pixels, or rests longer, does not tap. */
const [STILL, TAP_MS] = [12, 400];
/** How long it is shown where the camera looks. */
const SPOT_MS = 900;

/** What fingers on the picture want. */
interface Wishes {
  zoom(value: number): void;
  /** A tap at a point of the picture that is sent, from 0 to 1. Whether the camera looks there. */
  tap(x: number, y: number): Promise<boolean>;
}

interface Finger {
  readonly x: number;
  readonly y: number;
}

/** Fingers on the picture: two zoom, a tap says where to look. */
export class Touch {
  /** Whether the picture is shown as in a mirror. */
  mirrored = false;
  /** How far can be zoomed; none: not at all. */
  range: ControlRange | null = null;
  private readonly fingers = new Map<number, Finger>();
  /** The pinch that is on: the zoom and the fingers' distance at its beginning. */
  private pinch: { readonly zoom: number; readonly apart: number } | null = null;
  private down: (Finger & { readonly at: number }) | null = null;
  private readonly spot = document.getElementById("spot") as HTMLElement;
  private shown: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly wishes: Wishes,
  ) {
    const stage = video.parentElement as HTMLElement;
    stage.addEventListener("pointerdown", (event) => this.press(event));
    stage.addEventListener("pointermove", (event) => this.move(event));
    for (const type of ["pointercancel", "pointerleave"]) {
      stage.addEventListener(type, (event) => this.lift(event as PointerEvent));
    }
    stage.addEventListener("pointerup", (event) => {
      this.tap(event);
      this.lift(event);
    });
  }

  private press({ pointerId, clientX, clientY, timeStamp }: PointerEvent): void {
    this.fingers.set(pointerId, { x: clientX, y: clientY });
    this.down = this.fingers.size === 1 ? { x: clientX, y: clientY, at: timeStamp } : null;
    if (this.fingers.size === 2 && this.range !== null) this.pinch = { zoom: this.range.value, apart: this.apart };
  }

  private move({ pointerId, clientX, clientY }: PointerEvent): void {
    if (!this.fingers.has(pointerId)) return;
    this.fingers.set(pointerId, { x: clientX, y: clientY });
    const { pinch, range } = this;
    if (pinch === null || range === null || pinch.apart === 0) return;
    const zoom = (pinch.zoom * this.apart) / pinch.apart;
    this.wishes.zoom(Math.min(range.max, Math.max(range.min, zoom)));
  }

  private lift({ pointerId }: PointerEvent): void {
    this.fingers.delete(pointerId);
    this.pinch = null;
    this.down = null;
  }

  private tap({ clientX, clientY, timeStamp }: PointerEvent): void {
    const { down } = this;
    if (down === null || timeStamp - down.at > TAP_MS) return;
    if (Math.hypot(clientX - down.x, clientY - down.y) > STILL) return;
    const point = onPicture(this.video, clientX, clientY);
    if (point === null) return;
    const [x, y] = point;
    void this.wishes.tap(this.mirrored ? 1 - x : x, y).then((looks) => looks && this.mark(clientX, clientY));
  }

  private mark(x: number, y: number): void {
    const box = (this.video.parentElement as HTMLElement).getBoundingClientRect();
    this.spot.style.transform = `translate(${x - box.left}px, ${y - box.top}px)`;
    this.spot.hidden = false;
    clearTimeout(this.shown);
    this.shown = setTimeout(() => {
      this.spot.hidden = true;
    }, SPOT_MS);
  }

  private get apart(): number {
    const [one, two] = [...this.fingers.values()];
    return one === undefined || two === undefined ? 0 : Math.hypot(one.x - two.x, one.y - two.y);
  }
}
