import type { Lens } from "../protocol/Lens";

/** A camera of the phone's, as its browser calls it now. */
type Device = Pick<MediaDeviceInfo, "deviceId" | "kind" | "label"> & {
  /** Chromium's and Safari's word on a device that is not open. */
  getCapabilities?(): MediaTrackCapabilities;
};

interface Known extends Lens {
  /** The browser's own name for it, which may be another one tomorrow. */
  device: string;
  /** Among those of its label. */
  readonly nth: number;
  /** Whether it is there now. */
  here: boolean;
}

/** Looks at who holds the phone, in the languages that phones speak to this crew. */
const FRONT = /front|user|avant|selfie|face\s?time/i;
/** A name that says no more than which way a lens looks (Chrome on Android), or nothing. */
const PLAIN = /^$|^camera\d? \d+, facing (back|front)$|^Facing (back|front):/i;

/** What lenses are called that have no name to speak of. */
export interface Words {
  readonly rear: string;
  readonly front: string;
}

/** The phone's lenses. Each keeps one name while the page is open, whatever its browser calls it meanwhile. */
export class Lenses {
  private readonly known: Known[] = [];
  /** The {@link Lens.id} of the one that films. */
  open: string | null = null;

  constructor(private readonly words: Words) {}

  /** The ones that are there, in an order that stays. */
  get all(): Lens[] {
    return this.known.filter(({ here }) => here).map((lens) => this.word(lens));
  }

  /** What the browser names now, and the settings of the track that films. */
  take(devices: readonly Device[], { deviceId, facingMode }: MediaTrackSettings): void {
    // Before the operator has allowed one they have no names.
    const cameras = devices.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId !== "");
    for (const lens of this.known) lens.here = false;
    const seen = new Map<string, number>();
    for (const device of cameras) {
      const nth = seen.get(device.label) ?? 0;
      seen.set(device.label, nth + 1);
      this.find(device, nth).here = true;
    }
    const open = this.known.find(({ device, here }) => here && device === deviceId);
    this.open = open?.id ?? null;
    if (open !== undefined && facingMode) open.front = facingMode === "user";
  }

  /** What the browser calls a lens now; none if it is not there. */
  deviceOf(id: string | null): string | null {
    return this.known.find((lens) => lens.here && lens.id === id)?.device ?? null;
  }

  /** Whether a lens looks at who holds the phone. */
  isFront(id: string | null): boolean {
    return this.known.some((lens) => lens.id === id && lens.front);
  }

  private word({ id, label, front }: Known): Lens {
    if (!PLAIN.test(label)) return { id, label, front };
    const alike = this.known.filter((lens) => lens.front === front && PLAIN.test(lens.label));
    const word = front ? this.words.front : this.words.rear;
    const nth = alike.findIndex((lens) => lens.id === id) + 1;
    return { id, label: alike.length > 1 ? `${word} ${nth}` : word, front };
  }

  /** Browsers give a device another id now and then (Chrome on Android): its label and its place stay. */
  private find(device: Device, nth: number): Known {
    const { label, deviceId } = device;
    const same = this.known.find((lens) => lens.device === deviceId && !lens.here);
    const alike = same ?? this.known.find((lens) => !lens.here && lens.label === label && lens.nth === nth);
    if (alike !== undefined) {
      alike.device = deviceId;
      return alike;
    }
    const id = String(this.known.length + 1);
    const lens = { id, label, front: isFront(device), device: deviceId, nth, here: true };
    this.known.push(lens);
    return lens;
  }
}

function isFront(device: Device): boolean {
  return FRONT.test(device.label) || device.getCapabilities?.().facingMode?.includes("user") === true;
}
