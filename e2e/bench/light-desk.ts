import type { MonitorRequest } from "../../ui/src/protocol/MonitorRequest";
import type { Telemetry } from "../../ui/src/protocol/Telemetry";
import type { ToDesk } from "../../ui/src/protocol/ToDesk";
import { type Engine, tokenOf } from "../support/engine";
import { Socket } from "../support/socket";
import { MARK as MARK_HEX } from "./sent-stamp";

/** The mark of the publisher's stamp in a picture; the time follows in 16 digits. */
const MARK = Buffer.from(MARK_HEX, "hex");
/** The stamp stands before a picture's slices, within so many bytes of its start. */
const NEAR = 512;
/** Of a monitor's message. */
const HEADER = 16;
const FRAME = 2;
const HIDDEN = 2;

/** A desk without pictures: it reads everything that a desk is sent and decodes nothing. */
export class LightDesk {
  /** The newest figures. */
  telemetry: Telemetry | undefined;
  /** How long each keyframe took that a camera was asked for, in ms, since they were last taken. */
  #keyframes: number[] = [];
  /** How long each stamped live picture took from the publisher to here, in ms, since they were last taken. */
  #delays: number[] = [];
  /** Pictures that came, live ones and a replay's. */
  live = 0;
  replayed = 0;
  /** Called with the figures of every second. */
  onTelemetry: (telemetry: Telemetry) => void = () => {};
  #told: () => void = () => {};
  /** The feed of each camera, by number. */
  readonly #feeds = new Map<number, number>();
  #watched = "[]";
  readonly #control: Socket;
  readonly #monitor: Socket | undefined;

  private constructor(control: Socket, monitor: Socket | undefined) {
    this.#control = control;
    this.#monitor = monitor;
    control.on("text", (text) => this.#hear(JSON.parse(text) as ToDesk));
    monitor?.on("binary", (message) => this.#see(message));
  }

  /** Opens one; with `pictures` it watches every camera that is connected. */
  static async open({ ready }: Engine, pictures: boolean): Promise<LightDesk> {
    const url = (what: string) => `ws://${new URL(ready.desk).host}/${what}?token=${tokenOf(ready.desk)}`;
    const control = await Socket.open(url("control"));
    return new LightDesk(control, pictures ? await Socket.open(url("monitor")) : undefined);
  }

  /** The figures that come next. */
  async next(): Promise<Telemetry> {
    await new Promise<void>((resolve) => {
      this.#told = resolve;
    });
    return this.telemetry as Telemetry;
  }

  /** The delays since this was last asked. */
  takeDelays(): number[] {
    const delays = this.#delays;
    this.#delays = [];
    return delays;
  }

  /** How long keyframes took since this was last asked. */
  takeKeyframes(): number[] {
    const keyframes = this.#keyframes;
    this.#keyframes = [];
    return keyframes;
  }

  close(): void {
    this.#control.close();
    this.#monitor?.close();
  }

  #hear(message: ToDesk): void {
    if (message.type === "snapshot")
      for (const { number, feed } of message.snapshot.cameras) this.#feeds.set(number, feed);
    if (message.type === "event" && message.event.event.type === "camera") {
      const { number, feed } = message.event.event.camera;
      this.#feeds.set(number, feed);
    }
    if (message.type !== "telemetry") return;
    this.telemetry = message.telemetry;
    this.#keyframes.push(...message.telemetry.cameras.flatMap(({ keyframe_ms }) => keyframe_ms ?? []));
    const feeds = message.telemetry.cameras.flatMap(({ camera }) => this.#feeds.get(camera) ?? []);
    if (this.#monitor !== undefined && JSON.stringify(feeds) !== this.#watched) {
      this.#watched = JSON.stringify(feeds);
      const request: MonitorRequest = { type: "watch", feeds };
      this.#monitor.send(JSON.stringify(request));
    }
    this.onTelemetry(message.telemetry);
    this.#told();
  }

  #see(message: Buffer): void {
    if (message[0] !== FRAME) return;
    if (message[1] !== 0) {
      this.replayed++;
      return;
    }
    // What brings a newly watched camera up to the present is no live picture.
    if (((message[3] ?? 0) & HIDDEN) !== 0) return;
    this.live++;
    const at = message.subarray(HEADER, HEADER + NEAR).indexOf(MARK);
    if (at < 0) return;
    const start = HEADER + at + MARK.length;
    const sent = Number(message.toString("latin1", start, start + 16)) / 1000;
    this.#delays.push(performance.timeOrigin + performance.now() - sent);
  }
}
