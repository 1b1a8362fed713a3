import { Blocks } from "./blocks";

/** What the page says to the microphone's end. */
export type ToCapture =
  /** Where messages go. */
  | { readonly type: "to"; readonly port: MessagePort }
  /** Whether what is said goes out. */
  | { readonly type: "speak"; readonly on: boolean };

/** What the microphone's end says. */
export type FromCapture =
  /** The microphone runs evenly. What comes of it before is in jerks, and a phone would wait for such ones for seconds. */
  | { readonly type: "ready" }
  /** How loud it is while it speaks, ten times a second: the loudest sample, from 0 to 1. */
  | { readonly type: "level"; readonly peak: number };

/** Blocks of 128 samples from one level to the next, and until a microphone that was opened runs evenly: 0.1 s, 0.4 s. */
const [REPORT, EVEN] = [37, 150];

// The scope of a worklet, which TypeScript's library leaves out.
declare const sampleRate: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** Takes the voice on the audio thread, and gives it on beside the page: one that draws sixteen tiles has no time for it. */
class Capture extends AudioWorkletProcessor {
  readonly #blocks = new Blocks(sampleRate);
  #to: MessagePort | null = null;
  #speaks = false;
  #count = 0;
  #waits = EVEN;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToCapture>) => {
      if (data.type === "to") this.#to = data.port;
      else {
        this.#speaks = data.on;
        this.#blocks.clear();
      }
    };
  }

  process([input]: Float32Array[][]): boolean {
    const [samples] = input ?? [];
    if (!samples) return true;
    if (this.#waits > 0 && --this.#waits === 0) this.#say({ type: "ready" });
    if (!this.#speaks) return true;
    this.#blocks.take(samples, (block) => this.#to?.postMessage(block.buffer, [block.buffer]));
    if (++this.#count % REPORT === 0) this.#say({ type: "level", peak: this.#blocks.takePeak() });
    return true;
  }

  #say(message: FromCapture): void {
    this.port.postMessage(message);
  }
}
registerProcessor("regie-capture", Capture);
