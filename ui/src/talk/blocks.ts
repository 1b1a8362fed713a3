/** Samples of a second, as the engine takes them. */
export const RATE = 48_000;
/** Samples of a message: 20 ms (`engine/src/voice`). */
export const SAMPLES = RATE / 50;

const LOUDEST = 32_767;

/** Cuts what a microphone gives into messages of the voice: 16-bit samples of one channel at {@link RATE}. */
export class Blocks {
  /** Samples of the microphone for one of ours. */
  readonly #step: number;
  #block = new Int16Array(SAMPLES);
  #filled = 0;
  /** Where the next sample is, in samples of the microphone from the beginning of what comes next: from -1 on. */
  #place = 0;
  /** The last sample of what came before. */
  #before = 0;
  #peak = 0;

  /** Of a microphone with so many samples a second. */
  constructor(rate: number) {
    this.#step = rate / RATE;
  }

  /** The loudest since it was asked last, from 0 to 1. */
  takePeak(): number {
    const peak = this.#peak;
    this.#peak = 0;
    return peak;
  }

  /** Forgets what is not a whole message yet. */
  clear(): void {
    [this.#filled, this.#place, this.#before, this.#peak] = [0, 0, 0, 0];
  }

  /** Takes what came; what is whole goes out. Another rate is drawn straight between two samples: it is speech. */
  take(samples: Float32Array, out: (block: Int16Array<ArrayBuffer>) => void): void {
    for (; this.#place <= samples.length - 1; this.#place += this.#step) {
      const at = Math.floor(this.#place);
      const first = at < 0 ? this.#before : (samples[at] ?? 0);
      const share = this.#place - at;
      const sample = share === 0 ? first : first + ((samples[at + 1] ?? 0) - first) * share;
      this.#peak = Math.max(this.#peak, Math.abs(sample));
      this.#block[this.#filled++] = Math.max(-1, Math.min(1, sample)) * LOUDEST;
      if (this.#filled < SAMPLES) continue;
      out(this.#block);
      this.#block = new Int16Array(SAMPLES);
      this.#filled = 0;
    }
    this.#place -= samples.length;
    this.#before = samples[samples.length - 1] ?? this.#before;
  }
}
