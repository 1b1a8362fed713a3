/** Phones for tests: browsers whose tracks take constraints as real ones do, each in its own way. */

/** How a browser takes constraints. */
type Manner =
  /** As Media Capture says: a set that can't be met whole is passed over. */
  | "spec"
  /**
   * As Chromium does: the first set alone, what is unknown or out of reach is refused, and what can be set beside sizes is
   * known a moment after the track is there.
   */
  | "chromium"
  /** What is out of reach becomes the nearest that there is. */
  | "clamps"
  /** One constraint at a time. */
  | "single";

/** A camera of a phone's. */
export interface FakeLens {
  readonly label: string;
  readonly facing?: "environment" | "user";
  readonly offers?: Record<string, unknown>;
  readonly set?: Record<string, unknown>;
  /** What it offers, takes without a word and does not do. */
  readonly deaf?: readonly string[];
  /** Another app has it. */
  readonly busy?: boolean;
}

const LATE_MS = 120;
const SIZES = ["width", "height", "frameRate", "aspectRatio"];

/** A track with constraints. */
export class FakeTrack {
  readyState: MediaStreamTrackState = "live";
  enabled = true;
  contentHint = "";
  onended: (() => void) | null = null;
  /** All that was applied. */
  readonly applied: MediaTrackConstraints[] = [];
  private settings: Record<string, unknown>;
  /** What the browser knows of the camera by now. */
  private offers: Record<string, unknown>;
  readonly getCapabilities?: () => Record<string, unknown>;

  constructor(
    readonly kind: "video" | "audio",
    private readonly lens: FakeLens,
    private readonly deviceId: string,
    private readonly manner: Manner,
    asked: MediaTrackConstraints = {},
  ) {
    this.settings = { ...lens.set };
    this.offers = Object.fromEntries(Object.entries(lens.offers ?? {}).filter(([name]) => SIZES.includes(name)));
    if (lens.offers !== undefined) this.getCapabilities = () => ({ ...this.offers, deviceId: this.deviceId });
    if (manner === "chromium") setTimeout(() => this.ask(), LATE_MS);
    else this.ask();
    if (kind === "video") this.resize(asked);
  }

  getSettings(): Record<string, unknown> {
    const { facing } = this.lens;
    return { ...this.settings, deviceId: this.deviceId, ...(facing === undefined ? {} : { facingMode: facing }) };
  }

  stop(): void {
    this.readyState = "ended";
  }

  async applyConstraints(constraints: MediaTrackConstraints): Promise<void> {
    this.applied.push(constraints);
    this.resize(constraints);
    const sets = (constraints.advanced ?? []) as Record<string, unknown>[];
    for (const set of this.manner === "chromium" ? sets.slice(0, 1) : sets) this.applySet(set);
  }

  private ask(): void {
    this.offers = { ...this.lens.offers };
  }

  private applySet(set: Record<string, unknown>): void {
    if (this.manner === "single" && Object.keys(set).length > 1) throw overconstrained(Object.keys(set)[1] ?? "");
    const taken: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(set)) {
      const met = this.meet(name, value);
      if (met === undefined && this.manner === "chromium") throw overconstrained(name);
      if (met === undefined) return;
      if (!this.lens.deaf?.includes(name)) taken[name] = met;
    }
    Object.assign(this.settings, taken);
  }

  /** What becomes of a value; none where it can't be met. */
  private meet(name: string, value: unknown): unknown {
    const offer = this.offers[name];
    if (Array.isArray(offer)) return offer.includes(value) ? value : undefined;
    if (typeof offer === "boolean") return offer ? value : undefined;
    const { min, max } = (offer ?? {}) as { min?: number; max?: number };
    if (typeof value !== "number" || min === undefined || max === undefined) return undefined;
    const near = Math.min(max, Math.max(min, value));
    return near === value || this.manner === "clamps" ? near : undefined;
  }

  /** Ideals are met as near as can be. */
  private resize(constraints: MediaTrackConstraints): void {
    for (const name of SIZES) {
      const { ideal } = ((constraints as Record<string, unknown>)[name] ?? {}) as { ideal?: number };
      const { max = Number.POSITIVE_INFINITY } = (this.lens.offers?.[name] ?? {}) as { max?: number };
      if (ideal !== undefined && !this.lens.deaf?.includes(name)) this.settings[name] = Math.min(ideal, max);
    }
  }
}

/** A phone's browser, as far as capturing goes. */
export class FakePhone {
  /** The picture's tracks that were given out, the newest last. */
  readonly tracks: FakeTrack[] = [];
  private generation = 0;

  constructor(
    readonly lenses: FakeLens[],
    private readonly manner: Manner = "spec",
  ) {}

  /** All devices have other ids from now on. */
  rotate(): void {
    this.generation++;
  }

  readonly mediaDevices = {
    enumerateDevices: async () => this.lenses.map((lens, index) => new FakeDevice(lens, this.idOf(index))),

    getUserMedia: async ({ video, audio }: MediaStreamConstraints): Promise<MediaStream> => {
      const tracks: FakeTrack[] = [];
      if (video) tracks.push(this.film(video as MediaTrackConstraints));
      if (audio) tracks.push(new FakeTrack("audio", { label: "Microphone" }, "mic", this.manner));
      return new FakeStream(tracks) as unknown as MediaStream;
    },
  };

  private film(asked: MediaTrackConstraints): FakeTrack {
    if (this.tracks.some(({ readyState }) => readyState === "live")) {
      throw new DOMException("One camera at a time", "NotReadableError");
    }
    const index = this.choose(asked);
    const lens = this.lenses[index];
    if (lens === undefined) throw overconstrained("deviceId");
    if (lens.busy) throw new DOMException("Another app has it", "NotReadableError");
    const track = new FakeTrack("video", lens, this.idOf(index), this.manner, asked);
    this.tracks.push(track);
    return track;
  }

  private choose({ deviceId, facingMode }: MediaTrackConstraints): number {
    const words = (asked: unknown) => (asked ?? {}) as { exact?: string; ideal?: string };
    const { exact, ideal } = words(deviceId);
    if (exact !== undefined) return this.lenses.findIndex((_, index) => this.idOf(index) === exact);
    const facing = words(facingMode);
    if (facing.exact !== undefined) return this.lenses.findIndex((lens) => lens.facing === facing.exact);
    const byId = this.lenses.findIndex((_, index) => this.idOf(index) === ideal);
    if (byId >= 0) return byId;
    return Math.max(
      0,
      this.lenses.findIndex((lens) => lens.facing === facing.ideal),
    );
  }

  private readonly idOf = (index: number) => `${this.generation}-${index}`;
}

/** A device, whose methods are its own alone, as browsers have it. */
class FakeDevice {
  readonly kind = "videoinput";
  readonly label: string;
  readonly groupId = "";

  constructor(
    private readonly lens: FakeLens,
    readonly deviceId: string,
  ) {
    this.label = lens.label;
  }

  getCapabilities(): MediaTrackCapabilities {
    const { facing } = this.lens;
    return { facingMode: facing === undefined ? [] : [facing] };
  }
}

/** The browser's class, for `vi.stubGlobal`. */
export class FakeStream {
  constructor(private readonly tracks: FakeTrack[]) {}

  getTracks(): FakeTrack[] {
    return this.tracks;
  }

  getVideoTracks(): FakeTrack[] {
    return this.tracks.filter(({ kind }) => kind === "video");
  }

  getAudioTracks(): FakeTrack[] {
    return this.tracks.filter(({ kind }) => kind === "audio");
  }
}

function overconstrained(constraint: string): Error {
  return Object.assign(new DOMException("Unsupported constraint", "OverconstrainedError"), { constraint });
}
