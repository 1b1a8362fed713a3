import { Playout, type Stretch } from "./playout";

/** What the page and the worker say to the player. */
export type ToPlayer =
  | { readonly type: "sound"; readonly stretch: Stretch }
  /** As {@link Playout.want}. */
  | { readonly type: "want"; readonly shift: number | null; readonly isOther: boolean }
  /** Something else is listened to from now on. */
  | { readonly type: "clear" }
  /** Where the worker's packets come from. */
  | { readonly type: "worker"; readonly port: MessagePort };

/** What the player says, a few times a second. */
export interface FromPlayer {
  /** As {@link Playout.late}. */
  readonly late: number | null;
  /** Samples so far that were not there in time. */
  readonly missed: number;
}

/** Blocks of 128 samples from one report to the next: a quarter of a second. */
const REPORT = 94;

// The scope of a worklet, which TypeScript's library leaves out.
declare const currentTime: number;
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** Plays the sound that the worker decodes, on the audio thread: a page that is busy drawing does not hold it up. */
class Player extends AudioWorkletProcessor {
  readonly #playout = new Playout();
  #blocks = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToPlayer>) => this.#take(data);
  }

  process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
    const [left, right = left] = output ?? [];
    if (left && right) this.#playout.read(left, right, currentTime * 1_000);
    if (++this.#blocks % REPORT === 0) {
      const report: FromPlayer = { late: this.#playout.late, missed: this.#playout.missed };
      this.port.postMessage(report);
    }
    return true;
  }

  #take(message: ToPlayer): void {
    switch (message.type) {
      case "sound":
        this.#playout.write(message.stretch, currentTime * 1_000);
        break;
      case "want":
        this.#playout.want(message.shift, message.isOther);
        break;
      case "clear":
        this.#playout.clear();
        break;
      case "worker":
        message.port.onmessage = ({ data }: MessageEvent<ToPlayer>) => this.#take(data);
        break;
    }
  }
}
registerProcessor("regie-player", Player);
