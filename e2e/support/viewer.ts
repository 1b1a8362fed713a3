import type { Page } from "playwright-core";
import { BrowserProcess } from "./browser";
import { knowOnly, offerKnown } from "./codecs";
import { nameOf } from "./colours";
import type { Engine } from "./engine";

/** The page of who watches the show. */
export function watchPage(engine: Engine, search = ""): string {
  return new URL(`/watch${search}`, engine.ready.whip).href;
}

/** What the connection of a viewer's page has received. */
export interface Received {
  readonly codec: string;
  readonly decoded: number;
  readonly keyframes: number;
  readonly freezes: number;
  readonly lost: number;
}

/** Somebody who watches: the page in a browser of its own. */
export class Viewer {
  private constructor(
    private readonly process: BrowserProcess,
    /** The page. */
    readonly page: Page,
  ) {}

  /** Opens the page; `codec` where its browser has no other one. */
  static async open(engine: Engine, search = "", codec?: "vp8"): Promise<Viewer> {
    const process = await BrowserProcess.launch(["--autoplay-policy=no-user-gesture-required"]);
    const page = await process.browser.newPage();
    await page.addInitScript(keepConnections);
    if (codec !== undefined) {
      await page.addInitScript(knowOnly, codec);
      await page.addInitScript(offerKnown);
    }
    await page.goto(watchPage(engine, search));
    return new Viewer(process, page);
  }

  /** Why there is no picture, or that there is one. */
  state(): Promise<string | undefined> {
    return this.page.evaluate(() => document.documentElement.dataset.state);
  }

  /** What stands where there is no picture. */
  slate(): Promise<string | null> {
    return this.page.getByTestId("watch-slate").textContent();
  }

  /** Whose colour the middle of the picture has. */
  async picture(): Promise<string> {
    return nameOf(await this.page.getByTestId("watch").evaluate(pixel));
  }

  /** How far the video has played, in seconds. */
  time(): Promise<number> {
    return this.page.getByTestId("watch").evaluate((video) => (video as HTMLVideoElement).currentTime);
  }

  /** The loudest sample of the next half second, from 0 to 1. */
  loudness(): Promise<number> {
    return this.page.getByTestId("watch").evaluate(listen);
  }

  received(): Promise<Received | null> {
    return this.page.evaluate(statistics);
  }

  freeze(): void {
    this.process.freeze();
  }

  thaw(): void {
    this.process.thaw();
  }

  /** Goes to another page, as somebody who has seen enough: its place is given back at once. */
  async leave(): Promise<void> {
    await this.page.goto("about:blank");
  }

  close(): Promise<void> {
    return this.process.close();
  }
}

// These run in the page.

declare global {
  interface Window {
    connections: RTCPeerConnection[];
  }
}

function keepConnections(): void {
  window.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.connections.push(this);
    }
  };
}

function pixel(element: Element): number[] {
  const video = element as HTMLVideoElement;
  const ctx = new OffscreenCanvas(1, 1).getContext("2d");
  if (video.videoWidth === 0 || ctx === null) return [0, 0, 0];
  ctx.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
  return Array.from(ctx.getImageData(0, 0, 1, 1).data.slice(0, 3));
}

async function listen(element: Element): Promise<number> {
  const stream = (element as HTMLVideoElement).srcObject;
  if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) return 0;
  const context = new AudioContext();
  await context.resume();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let loudest = 0;
  const end = performance.now() + 1500;
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    analyser.getFloatTimeDomainData(samples);
    loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), loudest);
  }
  await context.close();
  return loudest;
}

async function statistics(): Promise<Received | null> {
  const report = await window.connections.at(-1)?.getStats();
  if (report === undefined) return null;
  for (const stats of report.values()) {
    if (stats.type !== "inbound-rtp" || stats.kind !== "video") continue;
    return {
      codec: report.get(stats.codecId)?.mimeType ?? "",
      decoded: stats.framesDecoded,
      keyframes: stats.keyFramesDecoded,
      freezes: stats.freezeCount,
      lost: stats.packetsLost,
    };
  }
  return null;
}
