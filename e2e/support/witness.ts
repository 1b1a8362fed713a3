import type { Page } from "playwright-core";
import type { CameraTelemetry } from "../../ui/src/protocol/CameraTelemetry";
import { BrowserProcess } from "./browser";
import { type Engine, tokenOf } from "./engine";

/** A picture as it left the engine for a desk. */
export interface Arrival {
  /** When it came, in milliseconds of the machine's clock. */
  readonly at: number;
  /** Its time on the session clock, in milliseconds. */
  readonly pts: number;
  readonly keyframe: boolean;
  readonly bytes: number;
}

/** The longest that a desk saw nothing new, in milliseconds. */
export function freeze(pictures: readonly Arrival[]): number {
  return Math.max(...gaps(pictures));
}

/** The times between pictures, in milliseconds. */
export function gaps(pictures: readonly Arrival[]): number[] {
  return pictures.slice(1).map(({ at }, index) => at - (pictures[index]?.at ?? at));
}

declare global {
  interface Window {
    arrivals: Arrival[];
    figures: CameraTelemetry[];
  }
}

/** A desk that notes what comes of camera 1 and decodes none of it: so the times are the engine's, not a busy page's. */
export class Witness {
  private constructor(
    private readonly process: BrowserProcess,
    private readonly page: Page,
  ) {}

  static async open(engine: Engine): Promise<Witness> {
    const process = await BrowserProcess.launch();
    const page = await process.browser.newPage();
    // A page of the desk's own origin, from the engine itself: without the token it only says what is missing.
    await page.goto(new URL("/api/state", engine.ready.desk).href);
    await page.evaluate(watch, tokenOf(engine.ready.desk));
    return new Witness(process, page);
  }

  /** Waits for so many more pictures and gives them back, behind the last one that was there: what stands still, did. */
  async pictures(count: number): Promise<Arrival[]> {
    const there = await this.page.evaluate(() => {
      window.arrivals = window.arrivals.slice(-1);
      return window.arrivals.length;
    });
    return this.allPictures(there + count);
  }

  /** Waits until so many pictures came since the last {@link pictures}, and gives them back. */
  async allPictures(count: number): Promise<Arrival[]> {
    await this.page.waitForFunction((count) => window.arrivals.length >= count, count, { timeout: 60_000 });
    return this.page.evaluate(() => window.arrivals);
  }

  /** Waits for a keyframe that comes from now on. */
  async keyframe(): Promise<void> {
    const since = await this.page.evaluate(() => performance.timeOrigin + performance.now());
    await this.page.waitForFunction(
      (since) => window.arrivals.some(({ at, keyframe }) => keyframe && at > since),
      since,
    );
  }

  /** The camera's figures, second by second, since the last call. */
  figures(): Promise<CameraTelemetry[]> {
    return this.page.evaluate(() => window.figures.splice(0));
  }

  close(): Promise<void> {
    return this.process.close();
  }
}

/** Runs in the page. */
function watch(token: string): Promise<void> {
  window.arrivals = [];
  window.figures = [];
  const open = (path: string) => {
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}${path}?token=${encodeURIComponent(token)}`);
    socket.binaryType = "arraybuffer";
    return socket;
  };
  open("/control").onmessage = ({ data }) => {
    const message = JSON.parse(String(data));
    if (message.type === "telemetry") window.figures.push(...message.telemetry.cameras.slice(0, 1));
  };
  const monitor = open("/monitor");
  monitor.onmessage = ({ data }) => {
    // `engine/src/monitor/wire.rs`: a frame's kind is 2; what is hidden is older than it was watched.
    const view = new DataView(data as ArrayBuffer);
    const flags = view.getUint8(3);
    if (view.getUint8(0) !== 2 || flags & 2) return;
    const at = performance.timeOrigin + performance.now();
    const bytes = view.byteLength;
    window.arrivals.push({ at, pts: view.getFloat64(8, true) / 1000, keyframe: (flags & 1) === 1, bytes });
  };
  return new Promise((resolve) => {
    monitor.onopen = () => {
      monitor.send(JSON.stringify({ type: "watch", feeds: [1] }));
      resolve();
    };
  });
}
