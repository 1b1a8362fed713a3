import type { CameraSettings } from "../protocol/CameraSettings";
import type { ControlRange } from "../protocol/ControlRange";
import type { Controls } from "../protocol/Controls";
import type { WantedSettings } from "../protocol/WantedSettings";
import type { Capture } from "./capture";
import { constraintsOf, holding, isSo, LOOKS, type Look } from "./looks";
import { controlsOf, isLocked, lockOf, offerOf, rateOf, type Setting, setOf } from "./offer";

/** What was set may show in a track's settings a moment later (Chrome on Android). */
const SHOWS_MS = 300;

/** A new track says what can be set of it so late (Chrome on Android), looked for so often. */
const [OFFERS_MS, LOOK_MS] = [1000, 100];

/** The hand on the camera: sets it as the director or its operator wants, and says what can be set and how it is. */
export class Grip {
  /** The newest {@link WantedSettings.serial} that was done. */
  private serial = 0;
  /** What was wanted with it. */
  private said: CameraSettings = {};
  private refused: readonly string[] = [];
  /** What was set of the lens that is open. */
  private held: Setting = {};
  /** The track that it is set on, and its lens. */
  private on: { readonly track: MediaStreamTrack | undefined; readonly lens: string | null } | null = null;
  /** Until when the track may yet say what can be set of it. */
  private offersUntil = 0;

  constructor(private readonly capture: Capture) {}

  /** What can be set, and how it is. */
  get controls(): Controls {
    const { lenses, muted, rate, picture } = this.capture;
    const offered = offerOf(picture);
    const of = controlsOf(offered, setOf(picture), this.held);
    return {
      lenses: lenses.all,
      lens: picture === undefined ? null : lenses.open,
      ...of,
      fps: of.rates.length > 0 ? rateOf(offered, rate) : null,
      muted,
      refused: [...this.refused],
      serial: this.serial,
    };
  }

  /** Whether the director wants something that was not done yet. */
  isNews({ serial }: WantedSettings): boolean {
    return serial !== this.serial && this.capture.picture !== undefined;
  }

  /** Does what the director wants; throws what {@link Capture.open} throws, having done it as far as it goes. */
  async take({ serial, settings }: WantedSettings): Promise<void> {
    const { said } = this;
    this.said = settings;
    const moves = settings.lens != null && settings.lens !== this.capture.lenses.open;
    // What was said of another lens is not meant for this one.
    const meant = moves ? LOOKS.filter((look) => settings[look] !== said[look]) : LOOKS;
    try {
      await this.set({ ...settings, ...only(settings, meant) });
    } finally {
      // Said before, the desk would take what is not done yet for what its operator wants otherwise.
      this.serial = serial;
    }
  }

  /** Sets what is said, as far as it is offered and not so already. Throws what {@link Capture.open} throws. */
  async set(settings: CameraSettings): Promise<void> {
    const refused = new Set(this.refused);
    for (const [name, value] of Object.entries(settings)) if (value != null) refused.delete(name);
    const note = (name: keyof CameraSettings, done: boolean) => {
      if (!done) refused.add(name);
      this.refused = [...refused];
    };
    this.refused = [...refused];
    const { lens, height, fps, muted } = settings;
    if (muted != null) this.capture.mute(muted);
    if (lens != null && lens !== this.capture.lenses.open) {
      let films = false;
      try {
        films = await this.capture.use(lens);
      } finally {
        note("lens", films);
        await this.settle();
      }
    }
    if (fps != null && fps !== this.capture.rate) note("fps", await this.capture.resize({ fps }));
    if (height != null && height !== this.controls.height) note("height", await this.capture.resize({ height }));
    for (const look of LOOKS) {
      const value = settings[look];
      if (value == null) continue;
      if (await this.offering(() => this.controls[look] !== null)) note(look, await this.look(look, value));
    }
  }

  /** Changes to the camera that looks the other way. Throws what {@link Capture.open} throws. */
  async flip(): Promise<void> {
    const refused = this.refused.filter((name) => name !== "lens");
    this.refused = (await this.capture.flip()) ? refused : [...refused, "lens"];
  }

  /** Whether it can be said where in the picture the camera looks for its focus and its exposure. */
  get aims(): boolean {
    const { picture } = this.capture;
    const { pointsOfInterest } = navigator.mediaDevices.getSupportedConstraints() as { pointsOfInterest?: boolean };
    const { focusMode, exposureMode } = offerOf(picture);
    return pointsOfInterest === true && lockOf(focusMode ?? exposureMode) !== null;
  }

  /**
   * Looks for the focus and the exposure at a point, from 0 to 1 of what is sent. A focus that is held is held there; else it
   * follows what is there. Whether it does.
   */
  async aim(x: number, y: number): Promise<boolean> {
    const { picture } = this.capture;
    if (picture === undefined || !this.aims) return false;
    const modes = offerOf(picture).focusMode;
    const once = isLocked(setOf(picture).focusMode) && modes?.includes("single-shot");
    const wanted = holding(this.held, { pointsOfInterest: [{ x, y }], ...(once && { focusMode: "single-shot" }) });
    if (!(await applied(picture, wanted))) return false;
    this.held = wanted;
    return true;
  }

  /** Sets a track that was opened anew as the one before it was, where it is the same lens. */
  async settle(): Promise<void> {
    const { picture: track, lenses } = this.capture;
    const before = this.on;
    if (before?.track === track) return;
    this.on = { track, lens: lenses.open };
    const held = before?.lens === lenses.open ? this.held : {};
    this.held = {};
    this.offersUntil = Date.now() + OFFERS_MS;
    const names = Object.keys(held).filter((name) => name !== "pointsOfInterest");
    if (track === undefined || names.length === 0) return;
    await this.offering(() => names.every((name) => name in offerOf(track)));
    if (await applied(track, held)) this.held = held;
  }

  /** Whether it is offered, once the track has said all. */
  private async offering(offered: () => boolean): Promise<boolean> {
    while (!offered() && Date.now() < this.offersUntil) await sleep(LOOK_MS);
    return offered();
  }

  private async look(look: Look, value: number | boolean): Promise<boolean> {
    const { picture } = this.capture;
    if (picture === undefined) return false;
    const wanted = constraintsOf(look, value, offerOf(picture), setOf(picture));
    const before = this.held;
    if (isIn(before, wanted) && isSo(look, value, this.controls)) return true;
    // All at once, since each call replaces what the one before said; one by one, where a browser takes no more.
    const each = Object.entries(wanted).map(([name, one]) => ({ [name]: one }));
    for (const sets of [[holding(before, wanted)], each]) {
      let done = true;
      for (const set of sets) done = (await applied(picture, set)) && done;
      if (!done) continue;
      this.held = holding(before, wanted);
      if (isSo(look, value, this.controls)) return true;
      await sleep(SHOWS_MS);
      if (isSo(look, value, this.controls)) return true;
    }
    this.held = before;
    await applied(picture, before);
    return false;
  }
}

/**
 * One set holds all: Chrome reads no second one, and takes no other constraints beside these (`image_capture.cc`).
 */
async function applied(track: MediaStreamTrack, set: Setting): Promise<boolean> {
  try {
    await track.applyConstraints({ advanced: [set as MediaTrackConstraintSet] });
    return true;
  } catch {
    return false;
  }
}

/** What of the controls is worth telling: where a focus or a white balance is that follows the picture by itself is none. */
export function newsOf(controls: Controls): string {
  const { focus, focus_locked, white_balance, white_balance_locked } = controls;
  const still = (range: ControlRange | null, locked: boolean | null) =>
    range && { ...range, value: locked === false ? null : range.value };
  const ranges = { focus: still(focus, focus_locked), white_balance: still(white_balance, white_balance_locked) };
  return JSON.stringify({ ...controls, ...ranges });
}

/** Whether all of a setting is in another one. */
const isIn = (all: Setting, some: Setting) =>
  Object.entries(some).every(([name, value]) => all[name as keyof Setting] === value);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function only(settings: CameraSettings, looks: readonly Look[]): CameraSettings {
  return Object.fromEntries(LOOKS.map((look) => [look, looks.includes(look) ? settings[look] : null]));
}
