import type { Locator, Page } from "playwright-core";
import type { Air } from "./air";
import { BrowserProcess } from "./browser";
import { knowOnly } from "./codecs";
import { COLOURS, type Colour, film } from "./colours";
import type { Namespace } from "./namespace";
import type { Network } from "./network";

export interface PhoneOptions {
  /** Whether its browser gives out the camera. */
  readonly allow?: boolean;
  /** Its browser has no other video codec. */
  readonly codec?: "vp8";
  /** Asked of the page by `?lang=`. */
  readonly language?: "en" | "fr";
  /** The Wi-Fi that it is on instead of this machine's own network. */
  readonly network?: Network;
  /** The emulated Wi-Fi whose first phone it is. */
  readonly air?: Air;
  /** Where it is, when that is on no Wi-Fi of a test's own. */
  readonly namespace?: Namespace;
  /** How many of Chromium's own fake cameras it has, in the place of the one that films a colour. */
  readonly lenses?: number;
  /** Run in the page before its own scripts. */
  readonly before?: readonly (() => void)[];
  /** Scripts of the test's own may start workers, which the page's security policy forbids. */
  readonly lax?: boolean;
}

/** A phone that films one colour: a browser process with the page that the QR code opens. */
export class Phone {
  private constructor(
    private readonly process: BrowserProcess,
    /** The page. */
    readonly page: Page,
    private readonly language: string,
  ) {}

  static async open(colour: Colour, options: PhoneOptions = {}): Promise<Phone> {
    const { allow = true, language = "en", codec, network, air, before = [], lax = false } = options;
    const { namespace = network?.guest ?? air?.phones[0] } = options;
    const { lenses } = options;
    const devices = lenses === undefined ? "" : `=device-count=${lenses}`;
    const flags = [
      `--use-fake-ui-for-media-stream${allow ? "" : "=deny"}`,
      `--use-fake-device-for-media-stream${devices}`,
      ...(lenses === undefined ? [`--use-file-for-fake-video-capture=${await film(colour)}`] : []),
    ];
    const process = await BrowserProcess.launch(flags, namespace);
    const context = await process.browser.newContext({
      ignoreHTTPSErrors: true,
      bypassCSP: lax,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const page = await context.newPage();
    await page.addInitScript(keepPeers);
    if (codec) await page.addInitScript(knowOnly, codec);
    for (const script of before) await page.addInitScript(script);
    return new Phone(process, page, language);
  }

  /** Scans the QR code. */
  async scan(join: string, name?: string): Promise<void> {
    const url = new URL(join);
    url.searchParams.set("lang", this.language);
    if (name !== undefined) url.hash += `&name=${encodeURIComponent(name)}`;
    await this.page.goto(url.href);
  }

  /** Scans the QR code and presses the big button. */
  async join(join: string, name?: string): Promise<void> {
    await this.scan(join, name);
    await this.start.click();
  }

  /** Films something else from now on: two colours one above the other, in a picture of another size. */
  async turn(width: number, height: number, upper: Colour, lower: Colour): Promise<void> {
    await this.page.evaluate(filmTwo, { width, height, colours: [COLOURS[upper], COLOURS[lower]] });
  }

  /** Encodes with something else from now on, in the session that it has. */
  async encode(codec: "h264" | "vp8"): Promise<void> {
    await this.page.evaluate(encodeWith, codec);
  }

  get start(): Locator {
    return this.page.getByTestId("start");
  }

  /** The name of the state that the page is in. */
  state(): Promise<string | null> {
    return this.page.getByTestId("state").getAttribute("data-state");
  }

  /** What it is told of its part in the show. */
  tally(): Promise<string | null> {
    return this.page.getByTestId("tally").getAttribute("data-tally");
  }

  /** The number and the name that the desk gave it. */
  async badge(): Promise<string> {
    const [number, name] = await Promise.all(["number", "camera"].map((id) => this.text(id)));
    return `${number} ${name}`;
  }

  /** The sentence that says what to do, empty when there is nothing to do. */
  message(): Promise<string> {
    return this.text("message");
  }

  kill(): Promise<void> {
    return this.process.kill();
  }

  freeze(): void {
    this.process.freeze();
  }

  thaw(): void {
    this.process.thaw();
  }

  close(): Promise<void> {
    return this.process.close();
  }

  private async text(id: string): Promise<string> {
    return (await this.page.getByTestId(id).textContent())?.trim() ?? "";
  }
}

declare global {
  interface Window {
    /** The page's peer connections, the newest last. */
    peers: RTCPeerConnection[];
  }
}

// These run in the page.

function keepPeers(): void {
  window.peers = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.peers.push(this);
    }
  };
}

/** By a parameter of the sender's (W3C webrtc-extensions, "codec" of an encoding): nothing is negotiated again. */
async function encodeWith(name: string): Promise<void> {
  const senders = window.peers.at(-1)?.getSenders();
  const sender = senders?.find(({ track }) => track?.kind === "video");
  const parameters = sender?.getParameters();
  const codec = parameters?.codecs.find(({ mimeType }) => mimeType.toLowerCase() === `video/${name}`);
  if (!sender || !parameters || !codec) throw new Error(`the phone cannot send ${name}`);
  for (const encoding of parameters.encodings) Object.assign(encoding, { codec });
  await sender.setParameters(parameters);
}

interface Halves {
  width: number;
  height: number;
  colours: readonly (readonly number[])[];
}

async function filmTwo({ width, height, colours }: Halves): Promise<void> {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const ctx = canvas.getContext("2d", { alpha: false });
  const draw = () => {
    for (const [index, [r, g, b]] of colours.entries()) {
      if (!ctx) continue;
      ctx.fillStyle = `rgb(${r} ${g} ${b})`;
      ctx.fillRect(0, (index * height) / 2, width, height / 2);
    }
  };
  draw();
  setInterval(draw, 1000 / 30);
  const [track] = canvas.captureStream(30).getVideoTracks();
  const sender = window.peers
    .at(-1)
    ?.getSenders()
    .find((one) => one.track?.kind === "video");
  if (!track || !sender) throw new Error("the phone sends no picture");
  await sender.replaceTrack(track);
}

/** In the page: its data channel is of the version before the first. */
export function speakAnotherVersion(): void {
  const create = RTCPeerConnection.prototype.createDataChannel;
  RTCPeerConnection.prototype.createDataChannel = function (label, init) {
    return create.call(this, label, { ...init, protocol: "regie.ctl.0" });
  };
}

/** In the page: the camera has what a phone's has, beside what Chromium's own has; its light it offers and does not switch. */
export function haveMoreControls(): void {
  const { getCapabilities, getSettings, applyConstraints } = MediaStreamTrack.prototype;
  const offered = {
    zoom: { min: 1, max: 8, step: 0.1 },
    torch: true,
    exposureCompensation: { min: -2, max: 2, step: 0.5 },
    whiteBalanceMode: ["manual", "continuous"],
    colorTemperature: { min: 2500, max: 8000, step: 50 },
  };
  const unset = { zoom: 1, exposureCompensation: 0, whiteBalanceMode: "continuous", colorTemperature: 5000 };
  const sets = new WeakMap<MediaStreamTrack, Record<string, unknown>>();
  Object.assign(MediaStreamTrack.prototype, {
    getCapabilities(this: MediaStreamTrack) {
      return { ...getCapabilities.call(this), ...(this.kind === "video" ? offered : {}) };
    },
    getSettings(this: MediaStreamTrack) {
      const set = this.kind === "video" ? { ...unset, ...sets.get(this), torch: false } : {};
      return { ...getSettings.call(this), ...set };
    },
    async applyConstraints(this: MediaStreamTrack, constraints: MediaTrackConstraints = {}) {
      const [set] = constraints.advanced ?? [];
      if (set === undefined) return applyConstraints.call(this, constraints);
      const isOurs = ([name]: readonly [string, unknown]) => Object.hasOwn(offered, name);
      const rest = Object.fromEntries(Object.entries(set).filter((entry) => !isOurs(entry)));
      await applyConstraints.call(this, { advanced: [rest] });
      sets.set(this, { ...sets.get(this), ...Object.fromEntries(Object.entries(set).filter(isOurs)) });
    },
  });
}

/** In the page: the phone is held upright, so its pictures are. */
export function holdUpright(): void {
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (constraints = {}) => {
    const { video } = constraints;
    if (typeof video !== "object") return ask(constraints);
    const { width, height } = video;
    return ask({ ...constraints, video: { ...video, width: height ?? {}, height: width ?? {}, aspectRatio: 9 / 16 } });
  };
}
