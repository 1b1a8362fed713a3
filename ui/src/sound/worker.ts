import { pause } from "../backoff";
import type { Listen } from "../protocol/Listen";
import type { MonitorRequest } from "../protocol/MonitorRequest";
import { decodesOpus, SoundDecoder } from "./decoder";
import { parseSound } from "./wire";
import type { ToPlayer } from "./worklet";

/** What the page says to the worker. */
export type ToWorker =
  /** Where sound comes from, and who plays it. */
  | { readonly type: "start"; readonly url: string; readonly player: MessagePort | null }
  /** What is listened to from now on. */
  | { readonly type: "listen"; readonly to: Listen };

/** What the worker says: the engine can't be reached where it was, another address is needed. */
export interface FromWorker {
  readonly type: "closed";
}

/**
 * Receives and decodes the sound, beside the page: a page that draws sixteen tiles has no time for fifty packets a
 * second, and the pictures' WebSocket would hold them up.
 */
class Ear {
  #player: MessagePort | null = null;
  #socket: WebSocket | null = null;
  #to: Listen = { kind: "nothing" };
  /** Whether the engine is to decode; unknown until the decoder was asked. */
  #byEngine: boolean | null = null;
  #attempt = 0;
  readonly #decoder = new SoundDecoder(
    (stretch) => this.#play({ type: "sound", stretch }, [stretch.left.buffer, stretch.right.buffer]),
    () => this.#leaveToEngine(),
  );

  async start(url: string, player: MessagePort | null): Promise<void> {
    this.#player = player ?? this.#player;
    this.#byEngine ??= !(await decodesOpus());
    this.#connect(url);
  }

  listen(to: Listen): void {
    this.#to = to;
    this.#decoder.reset();
    this.#play({ type: "clear" });
    this.#ask();
  }

  #connect(url: string): void {
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.onopen = () => {
      this.#attempt = 0;
      this.#ask();
    };
    socket.onmessage = ({ data }) => {
      const packet = data instanceof ArrayBuffer ? parseSound(data) : null;
      if (packet && this.#to.kind !== "nothing") this.#decoder.decode(packet);
    };
    socket.onclose = () => {
      this.#socket = null;
      this.#decoder.reset();
      self.setTimeout(() => say({ type: "closed" }), pause(this.#attempt++));
    };
  }

  #leaveToEngine(): void {
    if (this.#byEngine) return;
    this.#byEngine = true;
    this.#ask();
  }

  #ask(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    const request: MonitorRequest = { type: "listen", to: this.#to, decoded: this.#byEngine === true };
    this.#socket.send(JSON.stringify(request));
  }

  #play(message: ToPlayer, transfer: Transferable[] = []): void {
    // The same samples may be both channels.
    this.#player?.postMessage(message, [...new Set(transfer)]);
  }
}

// The page hears of an error in a worker, and not of a promise that nobody waited for.
self.addEventListener("unhandledrejection", ({ reason }) => self.reportError(reason));

const ear = new Ear();
const say = (message: FromWorker) => self.postMessage(message);

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "start") void ear.start(data.url, data.player);
  else ear.listen(data.to);
};
