import { expect } from "vitest";
import type { CameraTelemetry } from "../../../ui/src/protocol/CameraTelemetry";
import type { ToDesk } from "../../../ui/src/protocol/ToDesk";
import type { Desk } from "../../support/desk";
import { type Engine, type EngineOptions, tokenOf } from "../../support/engine";
import type { Show } from "../../support/show";
import type { Client } from "./client";
import { Recorder } from "./recorder";

/** How far apart two colours are that nobody would call the same. */
const OTHER = 56;
/** Below it a picture is the desk's slate. */
const DARK = 56;
/** As many colours have to be seen in one place for a picture to move. */
const MOVING = 3;

/** A régie, a desk, and one WHIP client as camera 1. */
export class Rehearsal {
  private constructor(
    readonly engine: Engine,
    readonly desk: Desk,
    /** What the client and the régie say to each other. */
    readonly http: Recorder,
  ) {}

  static async open(show: Show, options?: EngineOptions): Promise<Rehearsal> {
    const engine = await show.engine(options);
    const http = await Recorder.start(engine.ready.whip);
    show.onClose(() => http.close());
    return new Rehearsal(engine, await show.desk(engine), http);
  }

  /** Ends the client with the show, and says what it printed if the test fails. */
  cast(show: Show, client: Client): Client {
    show.onClose(() => client.stop());
    show.onFailure(() => `${client.log.split("\n").slice(-40).join("\n")}\n${this.http.summary.join("\n")}`);
    return client;
  }

  /** The client is a camera like any other: live, on program by itself, moving, in time, with its sound. */
  async plays(name: string, { sound = true, timeout = 20_000 } = {}): Promise<void> {
    await expect.poll(() => this.desk.tiles(), { timeout }).toEqual([`1 ${name} live`]);
    await this.moves();
    await expect.poll(async () => (await this.figures())?.fps ?? 0).toBeGreaterThan(15);
    expect((await this.figures())?.sound).toBe(sound);
  }

  /** Waits until the middle of program has had several colours. */
  async moves(): Promise<void> {
    const seen: number[][] = [];
    const look = async () => {
      const pixel = await this.desk.programPixel();
      const far = (other: number[]) => Math.hypot(...pixel.map((value, at) => value - (other[at] ?? 0))) > OTHER;
      if (Math.max(...pixel) > DARK && seen.every(far)) seen.push(pixel);
      return seen.length;
    };
    await expect.poll(look).toBeGreaterThanOrEqual(MOVING);
  }

  /** A replay plays, moving, and gives the camera back. */
  async replays(): Promise<void> {
    const badge = this.desk.page.getByTestId("replay-badge");
    await this.desk.press("r");
    await badge.waitFor();
    await this.moves();
    await this.desk.press("Escape");
    await badge.waitFor({ state: "hidden" });
    await this.moves();
  }

  /** The camera's next figures. */
  figures(): Promise<CameraTelemetry | undefined> {
    return this.desk.page.evaluate(
      (url) =>
        new Promise<CameraTelemetry | undefined>((resolve) => {
          const socket = new WebSocket(url);
          socket.onmessage = ({ data }) => {
            const message = JSON.parse(data) as ToDesk;
            if (message.type !== "telemetry") return;
            socket.close();
            resolve(message.telemetry.cameras.find(({ camera }) => camera === 1));
          };
        }),
      this.url("/control"),
    );
  }

  /** Milliseconds from one keyframe to the next, when a desk asks for it at once (or does not). */
  keyframe({ asking }: { asking: boolean }): Promise<number> {
    return this.desk.page.evaluate(
      ([url, asking]) =>
        new Promise<number>((resolve) => {
          const socket = new WebSocket(url);
          socket.binaryType = "arraybuffer";
          socket.onopen = () => socket.send(JSON.stringify({ type: "watch", feeds: [1] }));
          let live = false;
          let first: number | undefined;
          // The monitor's messages: kind, source, index, flags; kind 2 is a frame, flags 1 keyframe and 2 hidden.
          socket.onmessage = ({ data }) => {
            const [kind, , , flags = 0] = new Uint8Array(data as ArrayBuffer);
            if (kind !== 2) return;
            const keyframe = (flags & 1) !== 0;
            // What comes first is the past.
            live ||= flags === 0;
            if (!live || !keyframe) return;
            if (first === undefined) {
              first = performance.now();
              if (asking) socket.send(JSON.stringify({ type: "keyframe", feed: 1 }));
              return;
            }
            socket.close();
            resolve(performance.now() - first);
          };
        }),
      [this.url("/monitor"), asking] as const,
    );
  }

  /** The client ends by itself: its session is taken back, its camera is lost, and can be removed. */
  async leaves(client: Client, name: string): Promise<void> {
    expect(await client.stop()).toBe(0);
    expect(this.http.summary).toEqual(["POST 201", "DELETE 200"]);
    await this.isLost(name);
  }

  async isLost(name: string): Promise<void> {
    await expect.poll(() => this.desk.tiles()).toEqual([`1 ${name} lost`]);
    await expect.poll(() => this.desk.program()).toBe("dark");
    expect((await this.engine.command({ type: "remove", camera: 1 })).status).toBe(204);
    await expect.poll(() => this.desk.tiles()).toEqual([]);
  }

  private url(where: string): string {
    const url = new URL(where, this.engine.ready.desk);
    url.protocol = "ws:";
    url.searchParams.set("token", tokenOf(this.engine.ready.desk));
    return url.href;
  }
}
