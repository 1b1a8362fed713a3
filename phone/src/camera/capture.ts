import type { SoundMode } from "../protocol/SoundMode";
import { type CameraTrouble, troubleOfCapture } from "../trouble";

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

const PICTURE: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
};

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
  /** The camera that the operator wants, as far as it can be said. */
  private wanted: MediaTrackConstraints = { facingMode: { ideal: "environment" } };
  /** How the sound is captured. */
  mode: SoundMode = "music";

  /** `onEnded`: the system took a track away. */
  constructor(private readonly onEnded: () => void) {}

  /** Whether the open camera looks at its operator; one that does not say looks ahead. */
  get mirrored(): boolean {
    return this.stream?.getVideoTracks()[0]?.getSettings().facingMode === "user";
  }

  /** Whether the picture is higher than wide. */
  get upright(): boolean {
    const { width = 0, height = 0 } = this.stream?.getVideoTracks()[0]?.getSettings() ?? {};
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
    const video = { ...PICTURE, ...this.wanted };
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
  }

  /** Changes to the other camera and keeps the sound; comes back to the first one if that fails. */
  async flip(): Promise<void> {
    const old = this.stream?.getVideoTracks()[0];
    if (this.stream === null || old === undefined) return this.open();
    const { deviceId = "", facingMode } = old.getSettings();
    const sound = this.stream.getAudioTracks();
    old.stop();
    try {
      const picture = await openOther(facingMode === "user" ? "environment" : "user", deviceId);
      this.take(new MediaStream([...picture.getVideoTracks(), ...sound]));
      this.wanted = { deviceId: { ideal: picture.getVideoTracks()[0]?.getSettings().deviceId ?? "" } };
    } catch {
      await this.open();
    }
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
      track.contentHint = track.kind === "video" ? "motion" : this.mode;
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

async function openOther(facing: Facing, current: string): Promise<MediaStream> {
  try {
    return await ask({ video: { ...PICTURE, facingMode: { exact: facing } } });
  } catch (error) {
    // Cameras that do not say which way they look, as a laptop's.
    const ids = await cameras();
    const next = ids[(ids.indexOf(current) + 1) % ids.length];
    if (next === undefined || next === current) throw error;
    return ask({ video: { ...PICTURE, deviceId: { exact: next } } });
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
