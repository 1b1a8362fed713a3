import type { ToWorker } from "./worker";
import workerUrl from "./worker?worker&url";
import type { FromCapture, ToCapture } from "./worklet";
import workletUrl from "./worklet?worker&url";

/** Why there is no microphone. */
export type NoMicrophone = "denied" | "none" | "failed";

/** What a microphone tells its owner. */
export interface MicrophoneOwner {
  /** How loud it is while it speaks: the loudest sample, from 0 to 1. */
  level(peak: number): void;
  /** It is gone: unplugged, or taken away. */
  ended(): void;
}

/**
 * As in a call: the desk may play program by a loudspeaker, and a director whispers and shouts. What this costs is 10 ms
 * at most.
 */
const VOICE: MediaTrackConstraints = {
  channelCount: 1,
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** So long is waited for a microphone to run evenly, in milliseconds: one that is muted by a switch gives nothing. */
const LONGEST = 1_500;

/** The director's microphone, open: it is heard from {@link speak} on alone. */
export class Microphone {
  readonly #context: AudioContext;
  readonly #stream: MediaStream;
  readonly #capture: AudioWorkletNode;
  readonly #worker = new Worker(workerUrl, { type: "module" });
  /** When it runs evenly. */
  readonly #ready: Promise<void>;
  #url: string;

  /** Whether this page can have one. */
  static get isPossible(): boolean {
    return navigator.mediaDevices?.getUserMedia !== undefined && "AudioWorkletNode" in globalThis;
  }

  /** Opens it, to speak to this address; may ask the director first. Throws what the browser throws. */
  static async open(url: string, owner: MicrophoneOwner): Promise<Microphone> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: VOICE });
    const context = new AudioContext({ latencyHint: "interactive" });
    try {
      void context.resume();
      await context.audioWorklet.addModule(workletUrl);
      const microphone = new Microphone(context, stream, url, owner);
      await Promise.race([microphone.#ready, new Promise((resolve) => window.setTimeout(resolve, LONGEST))]);
      return microphone;
    } catch (error) {
      release(stream);
      void context.close();
      throw error;
    }
  }

  private constructor(context: AudioContext, stream: MediaStream, url: string, owner: MicrophoneOwner) {
    [this.#context, this.#stream, this.#url] = [context, stream, url];
    this.#capture = new AudioWorkletNode(context, "regie-capture", { channelCount: 1, channelCountMode: "explicit" });
    this.#ready = new Promise((resolve) => {
      this.#capture.port.onmessage = ({ data }: MessageEvent<FromCapture>) => {
        if (data.type === "ready") resolve();
        else owner.level(data.peak);
      };
    });
    this.#capture.onprocessorerror = () => owner.ended();
    this.#worker.onerror = () => owner.ended();
    for (const track of stream.getTracks()) track.onended = () => owner.ended();
    const { port1, port2 } = new MessageChannel();
    this.#tell({ type: "to", port: port1 }, [port1]);
    this.#connect(url, port2);
    context.createMediaStreamSource(stream).connect(this.#capture);
    // It plays nothing: a node that leads nowhere is not run by every browser.
    this.#capture.connect(context.destination);
  }

  /** Lets what is said out, to this address, or not any more: from one sample to the next. */
  speak(url: string | null): void {
    if (url !== null) void this.#context.resume();
    if (url !== null && url !== this.#url) this.#connect(url, null);
    this.#tell({ type: "speak", on: url !== null });
  }

  /** Lets it go: nothing is told any more. */
  close(): void {
    this.#capture.port.onmessage = null;
    this.#capture.disconnect();
    this.#worker.terminate();
    release(this.#stream);
    void this.#context.close();
  }

  #connect(url: string, from: MessagePort | null): void {
    this.#url = url;
    const message: ToWorker = { url, from };
    this.#worker.postMessage(message, from ? [from] : []);
  }

  #tell(message: ToCapture, transfer: Transferable[] = []): void {
    this.#capture.port.postMessage(message, transfer);
  }
}

/** Why a microphone was not opened. */
export function hindranceOf(error: unknown): NoMicrophone {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "none" : "failed";
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) {
    track.onended = null;
    track.stop();
  }
}
