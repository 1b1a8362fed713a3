import type { SoundMode } from "../protocol/SoundMode";
import { type CameraTrouble, troubleOfCapture } from "../trouble";
import { Lenses, type Words } from "./lenses";
import { widthOf } from "./offer";

/** Which way a camera looks. */
type Facing = "environment" | "user";

/**
 * The sound of a show, where nothing may duck, gate or fold it down; or of somebody who speaks, with all that a phone
 * does for calls. Safari wants each said.
 */
export function soundOf(mode: SoundMode): MediaTrackConstraints {
  const speech = mode === "speech";
  return {
    echoCancellation: speech,
    noiseSuppression: speech,
    autoGainControl: speech,
    channelCount: { ideal: speech ? 1 : 2 },
  };
}

/** Whether a track is captured as a mode wants it, as far as its browser tells. */
export function isIn(mode: SoundMode, { echoCancellation }: MediaTrackSettings): boolean {
  return echoCancellation === undefined || Boolean(echoCancellation) === (mode === "speech");
}

/** A picture's size and rate: its shorter side in pixels, and pictures a second. */
interface Size {
  readonly height: number;
  readonly fps: number;
}

/** Wishes, not demands: an exact rate would be refused by cameras that are dark, or slower. */
const pictureOf = ({ height, fps }: Size): MediaTrackConstraints => ({
  width: { ideal: widthOf(height) },
  height: { ideal: height },
  frameRate: { ideal: fps, max: fps },
});

/** The camera or the microphone could not be had. */
export class NotCaptured extends Error {
  constructor(readonly trouble: CameraTrouble) {
    super(trouble);
  }
}

/** The phone's camera and microphone. */
export class Capture {
  /** What is captured now; none before the first success and after a failure. */
  stream: MediaStream | null = null;
  /** What the phone has for its picture. */
  readonly lenses: Lenses;
  /** The lens that the operator or the director wants; none before somebody said so. */
  private wanted: string | null = null;
  private size: Size = { height: 720, fps: 30 };
  /** How the sound is captured. */
  mode: SoundMode = "music";
  /** Whether silence is sent in the place of the sound. */
  muted = false;

  /** `onEnded`: the system took a track away; `onInterrupted`: it holds one back, or gives it back. */
  constructor(
    words: Words,
    private readonly onEnded: () => void,
    private readonly onInterrupted = () => {},
  ) {
    this.lenses = new Lenses(words);
  }

  /** The track of the picture. */
  get picture(): MediaStreamTrack | undefined {
    return this.stream?.getVideoTracks()[0];
  }

  /** Whether the system holds the picture back, or took it away: a call, another app. */
  get interrupted(): boolean {
    const { picture } = this;
    return picture === undefined || picture.readyState === "ended" || picture.muted;
  }

  /** The pictures a second that are asked for. */
  get rate(): number {
    return this.size.fps;
  }

  /** Whether the open camera looks at its operator; one that does not say looks ahead. */
  get mirrored(): boolean {
    return this.picture?.getSettings().facingMode === "user" || this.lenses.isFront(this.lenses.open);
  }

  /** Whether the picture is higher than wide. */
  get upright(): boolean {
    const { width = 0, height = 0 } = this.picture?.getSettings() ?? {};
    return height > width;
  }

  get sound(): boolean {
    return this.stream?.getAudioTracks()[0]?.readyState === "live";
  }

  /**
   * Opens the camera afresh, and the microphone if there is one. Throws {@link NotCaptured}.
   *
   * What was open is closed first: a phone gives each camera out once.
   */
  async open(): Promise<void> {
    this.close();
    const video = { ...pictureOf(this.size), ...this.aim() };
    try {
      this.take(await ask({ video, audio: soundOf(this.mode) }));
    } catch (error) {
      if (!(await worthWithoutSound(error))) throw new NotCaptured(troubleOfCapture(error));
      try {
        this.take(await ask({ video }));
      } catch (silent) {
        throw new NotCaptured(troubleOfCapture(silent));
      }
    }
    await this.look();
  }

  /** Changes to the camera that looks the other way and keeps the sound; comes back to the first one if that fails. */
  async flip(): Promise<boolean> {
    const { deviceId = "", facingMode } = this.picture?.getSettings() ?? {};
    return this.change(() => openOther(facingMode === "user" ? "environment" : "user", deviceId, this.size));
  }

  /**
   * Changes to a lens and keeps the sound. Whether it films now; else the one before it does again. Throws
   * {@link NotCaptured} where nothing does.
   */
  async use(lens: string): Promise<boolean> {
    return this.change(async () => {
      // The names may have changed since they were read last.
      await this.look();
      const device = this.lenses.deviceOf(lens);
      if (device === null) throw new DOMException("It is gone", "NotFoundError");
      return ask({ video: { ...pictureOf(this.size), deviceId: { exact: device } } });
    });
  }

  /** Films in another size or at another rate from now on. Whether it does; else it goes on as it was. */
  async resize(size: Partial<Size>): Promise<boolean> {
    const before = this.size;
    this.size = { ...before, ...size };
    try {
      await this.picture?.applyConstraints(pictureOf(this.size));
      const { width = 0, height = 0 } = this.picture?.getSettings() ?? {};
      if (size.height === undefined || Math.min(width, height) === size.height) return true;
    } catch {
      // A rate that the camera can't be held to.
    }
    this.size = before;
    return false;
  }

  /** Sends silence from now on, or not any more. */
  mute(muted: boolean): void {
    this.muted = muted;
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  private async change(open: () => Promise<MediaStream>): Promise<boolean> {
    const old = this.picture;
    if (this.stream === null || old === undefined) {
      await this.open();
      return false;
    }
    const sound = this.stream.getAudioTracks();
    // A phone gives one out at a time.
    old.stop();
    try {
      const picture = await open();
      this.take(new MediaStream([...picture.getVideoTracks(), ...sound]));
    } catch {
      await this.open();
      return false;
    }
    await this.look();
    this.wanted = this.lenses.open;
    return true;
  }

  /** The camera that is wanted, as far as it can be said. */
  private aim(): MediaTrackConstraints {
    const { wanted, lenses } = this;
    const device = lenses.deviceOf(wanted);
    const facingMode = { ideal: lenses.isFront(wanted) ? "user" : "environment" };
    return device === null ? { facingMode } : { deviceId: { ideal: device }, facingMode };
  }

  /** Reads what lenses there are, and which is open. */
  async look(): Promise<void> {
    this.lenses.take(await navigator.mediaDevices.enumerateDevices(), this.picture?.getSettings() ?? {});
  }

  /** Captures the sound in another mode from now on. Where that fails, the sound goes on as it was. */
  async hear(mode: SoundMode): Promise<void> {
    this.mode = mode;
    const old = this.stream?.getAudioTracks()[0];
    if (this.stream === null || old === undefined) return;
    old.contentHint = mode;
    try {
      await old.applyConstraints(soundOf(mode));
    } catch {
      // Then by a track of its own.
    }
    // Chromium and Safari process a source as it was opened: another way takes another track.
    if (isIn(mode, old.getSettings())) return;
    try {
      const fresh = await ask({ audio: soundOf(mode) });
      const video = this.stream.getVideoTracks();
      old.onended = null;
      old.stop();
      this.take(new MediaStream([...video, ...fresh.getAudioTracks()]));
    } catch {
      // The microphone was refused, or is somebody else's now.
    }
  }

  close(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
  }

  private take(stream: MediaStream): void {
    for (const track of stream.getTracks()) {
      track.onended = this.onEnded;
      track.onmute = this.onInterrupted;
      track.onunmute = this.onInterrupted;
      track.contentHint = track.kind === "video" ? "motion" : this.mode;
      if (track.kind === "audio") track.enabled = !this.muted;
    }
    this.stream = stream;
  }
}

/** The ids of the cameras, once the operator has allowed one. */
export async function cameras(): Promise<string[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === "videoinput").map(({ deviceId }) => deviceId);
}

const ask = (constraints: MediaStreamConstraints): Promise<MediaStream> =>
  navigator.mediaDevices.getUserMedia(constraints);

async function openOther(facing: Facing, current: string, size: Size): Promise<MediaStream> {
  try {
    return await ask({ video: { ...pictureOf(size), facingMode: { exact: facing } } });
  } catch (error) {
    // Cameras that do not say which way they look, as a laptop's.
    const ids = await cameras();
    const next = ids[(ids.indexOf(current) + 1) % ids.length];
    if (next === undefined || next === current) throw error;
    return ask({ video: { ...pictureOf(size), deviceId: { exact: next } } });
  }
}

/** Whether it may be the microphone alone that cannot be had. Who refused both is not asked a second time. */
async function worthWithoutSound(error: unknown): Promise<boolean> {
  if (troubleOfCapture(error) !== "camera_refused") return true;
  const [camera, microphone] = await Promise.all([permission("camera"), permission("microphone")]);
  return microphone === "denied" && camera !== "denied";
}

async function permission(name: string): Promise<PermissionState | null> {
  try {
    // TypeScript's list of names is shorter than the browsers'.
    return (await navigator.permissions.query({ name: name as PermissionName })).state;
  } catch {
    return null;
  }
}
