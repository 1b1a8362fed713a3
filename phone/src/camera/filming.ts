import type { CameraSettings } from "../protocol/CameraSettings";
import type { SoundMode } from "../protocol/SoundMode";
import type { WantedSettings } from "../protocol/WantedSettings";
import type { Event } from "../state";
import { type Capture, NotCaptured } from "./capture";
import { Grip } from "./grip";

/** What the director wants of the camera and the microphone. */
export interface Wanted {
  readonly mode: SoundMode;
  /** None before the desk has said so. */
  readonly settings: WantedSettings | null;
}

/** All that is done with the camera and the microphone, one thing at a time: a phone gives each camera out once. */
export class Filming {
  readonly grip: Grip;
  private isBusy = false;
  /** What its operator wants of the camera, until it is done. */
  private asked: CameraSettings = {};

  /** `done`: something was done; with what came of it, where that is news. */
  constructor(
    private readonly capture: Capture,
    private readonly wanted: () => Wanted,
    private readonly done: (outcome: Event | null) => void,
  ) {
    this.grip = new Grip(capture);
  }

  /** Opens the camera afresh. */
  open(): void {
    void this.film(() => this.capture.open());
  }

  /** Changes to the camera that looks the other way. */
  flip(): void {
    void this.film(() => this.grip.flip());
  }

  /** Sets something of the camera, as its operator wants it. */
  set(settings: CameraSettings): void {
    this.asked = { ...this.asked, ...settings };
    this.obey();
  }

  /** Captures the sound in another mode. */
  hear(mode: SoundMode): void {
    void this.one(async () => {
      await this.capture.hear(mode);
      // Where nothing films, the mode is of the next time: that is no news of the camera.
      return this.capture.stream === null ? null : { type: "heard", sound: this.capture.sound };
    });
  }

  /** Does what is wanted of the camera and was not done yet: what its operator wants first, then the director's newest. */
  obey(): void {
    const { settings } = this.wanted();
    if (Object.keys(this.asked).length > 0) {
      void this.film(() => {
        const { asked } = this;
        this.asked = {};
        return this.grip.set(asked);
      });
    } else if (settings !== null && this.grip.isNews(settings)) void this.film(() => this.grip.take(settings));
  }

  /** Opens the camera, or sets it; what came of it is told. */
  private film(work: () => Promise<unknown>): Promise<void> {
    return this.one(async () => {
      const { stream } = this.capture;
      try {
        await work();
        return this.capture.stream === stream ? null : { type: "captured", sound: this.capture.sound };
      } catch (error) {
        return { type: "not_captured", trouble: error instanceof NotCaptured ? error.trouble : "camera_failed" };
      }
    });
  }

  private async one(work: () => Promise<Event | null>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    const outcome = await work();
    await this.grip.settle();
    this.isBusy = false;
    this.done(outcome);
    // The director changed it meanwhile.
    const { mode } = this.wanted();
    if (this.capture.mode !== mode) this.hear(mode);
    else this.obey();
  }
}
