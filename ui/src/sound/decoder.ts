import { RATE, type Stretch } from "./playout";
import { type Packet, samplesOf } from "./wire";

/** Packets that may be in the decoder: a second. More will never be heard in time. */
const MOST_INSIDE = 100;

/** Browsers count a decoder's timestamps on by the samples: they drift from the packets' times, in milliseconds. */
const NEAR = 8;

/** Whether this page or worker can decode Opus itself, as far as can be told without a packet. */
export async function decodesOpus(): Promise<boolean> {
  if (!("AudioDecoder" in globalThis)) return false;
  try {
    return (await AudioDecoder.isConfigSupported(config)).supported === true;
  } catch {
    return false;
  }
}

const config: AudioDecoderConfig = { codec: "opus", sampleRate: RATE, numberOfChannels: 2 };

/** Packets to samples: by WebCodecs, or as they are where the engine has decoded them. */
export class SoundDecoder {
  readonly #out: (stretch: Stretch) => void;
  readonly #failed: () => void;
  #decoder: AudioDecoder | null = null;
  /** The times of the packets in the decoder, oldest first: samples come out in the same order. */
  #inside: number[] = [];

  /** `failed` is called when this machine's decoder turns out not to work. */
  constructor(out: (stretch: Stretch) => void, failed: () => void) {
    this.#out = out;
    this.#failed = failed;
  }

  /** Takes the next packet. */
  decode({ at, form, data }: Packet): void {
    if (form === "samples") {
      const [left, right] = samplesOf(data);
      this.#out({ at, left, right });
      return;
    }
    if (this.#inside.length >= MOST_INSIDE) this.reset();
    this.#decoder ??= this.#open();
    try {
      this.#inside.push(at);
      const timestamp = Math.round(at * 1_000);
      this.#decoder.decode(new EncodedAudioChunk({ type: "key", timestamp, data }));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Forgets what is in the decoder. */
  reset(): void {
    this.#inside = [];
    if (this.#decoder && this.#decoder.state !== "closed") this.#decoder.close();
    this.#decoder = null;
  }

  #open(): AudioDecoder {
    const decoder = new AudioDecoder({
      output: (sound) => {
        if (this.#decoder === decoder) this.#give(sound);
        sound.close();
      },
      error: (error) => {
        if (this.#decoder === decoder) this.#fail(error);
      },
    });
    decoder.configure(config);
    return decoder;
  }

  #give(sound: AudioData): void {
    const at = this.#timeOf(sound.timestamp / 1_000);
    if (at === undefined) return;
    const plane = (planeIndex: number) => {
      const samples = new Float32Array(sound.numberOfFrames);
      sound.copyTo(samples, { planeIndex, format: "f32-planar" });
      return samples;
    };
    const left = plane(0);
    this.#out({ at, left, right: sound.numberOfChannels > 1 ? plane(1) : left });
  }

  /** The time of the packet that a decoder's timestamp is nearest to, or of the oldest one when it is near none. */
  #timeOf(timestamp: number): number | undefined {
    const place = this.#inside.findIndex((at) => Math.abs(at - timestamp) < NEAR);
    return this.#inside.splice(0, Math.max(place, 0) + 1).pop();
  }

  #fail(error: unknown): void {
    console.warn("sound could not be decoded", error);
    this.reset();
    this.#failed();
  }
}
