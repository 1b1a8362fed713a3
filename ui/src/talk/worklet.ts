import { Blocks } from "./blocks";

/** What the page says to the microphone's end. */
export type ToCapture =
  /** Where messages go. */
  | { readonly type: "to"; readonly port: MessagePort }
  /** Whether what is said goes out. */
  | { readonly type: "speak"; readonly on: boolean };

/** How loud it is while it speaks, ten times a second: the loudest sample, from 0 to 1. */
export interface FromCapture {
  readonly peak: number;
}

/** Blocks of 128 samples from one level to the next. */
const REPORT = 37;

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
    if (!this.#speaks || !samples) return true;
    this.#blocks.take(samples, (block) => this.#to?.postMessage(block.buffer, [block.buffer]));
    if (++this.#count % REPORT === 0) {
      const report: FromCapture = { peak: this.#blocks.takePeak() };
      this.port.postMessage(report);
    }
    return true;
  }
}
registerProcessor("regie-capture", Capture);
