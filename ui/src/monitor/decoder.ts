import type { Config, Frame } from "./wire";

/**
 * How long a frame to be shown may be in a decoder, in milliseconds. A page that was held up hands over a second of
 * frames at once, and a decoder at work has them out in a fraction of that: one that has not will not catch up.
 */
const LONGEST_WAIT = 1_500;
/** A pause between two frames from which on the page was held up, or the camera: no fault of the decoder. */
const HELD_UP = 250;
/** Frames that may be in a decoder at all: a long lead-in and some seconds at 30 pictures/s, a few megabytes. */
const MOST_INSIDE = 600;
/** Fewer than this are a decoder at work; from here on it is catching up. */
const CATCHING_UP = 4;
/** Pause between two requests for a keyframe, in milliseconds: the first one is on its way. */
const ASK_AGAIN = 1_000;

/** What a decoder tells its owner. */
export interface DecoderOwner {
  /** A picture to show, which the owner closes; `behind` when many newer ones are about to follow at once. */
  picture(picture: VideoFrame, behind: boolean): void;
  /**
   * Nothing is shown until the next keyframe: frames were lost, or (`overloaded`) this machine did not keep up with
   * them, and more keyframes would make that worse.
   */
  needsKeyframe(overloaded: boolean): void;
}

/**
 * Decodes one stream, and finds its way back by itself: after an error with a new `VideoDecoder`, and after falling
 * behind by dropping everything up to the next keyframe.
 */
export class Decoder {
  readonly #owner: DecoderOwner;
  #decoder: VideoDecoder | null = null;
  #config: Config | null = null;
  #needsKey = true;
  #saves = false;
  #overloaded = false;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** The frames in the decoder, in decoding order, and when they went in. Pictures come out in the same order. */
  #inside: { timestamp: number; hidden: boolean; since: number }[] = [];
  /** Since when the frames to be shown could have come out: the end of the last lead-in, or of a hold-up. */
  #freeSince = 0;
  #lastFrameAt = 0;
  #dropped = 0;
  /** Whether the decoder has decoded nothing but what made it ready. */
  #isPrepared = false;

  constructor(owner: DecoderOwner) {
    this.#owner = owner;
  }

  /** Frames that came in and were never shown though they should have been. */
  get dropped(): number {
    return this.#dropped;
  }

  /** From now on decodes keyframes alone, or everything again from the next keyframe on. */
  save(on: boolean): void {
    this.#saves = on;
  }

  /** The configuration that holds now. */
  get config(): Config | null {
    return this.#config;
  }

  /**
   * Makes the decoder of a stream to come ready, by a keyframe that is never shown: the first one that a decoder is given
   * takes WebKit a tenth of a second. One that is at work is left alone.
   */
  prepare(config: Config, { data }: Frame): void {
    const isReady = this.#isPrepared && this.#config !== null && isSame(this.#config, config);
    if (isReady || (this.#decoder && !this.#isPrepared)) return;
    this.#close();
    this.#config = config;
    const decoder = this.#open(config);
    // Before every time of the session, so that the pictures to come are later ones.
    if (decoder) this.#put(decoder, { key: true, hidden: true, timestamp: 0, data });
    this.#isPrepared = this.#decoder !== null;
  }

  /** Takes the configuration of the next keyframe. Frames before it that are still in the decoder come out. */
  configure(config: Config): void {
    const decoder = this.#decoder;
    const sameCodec = this.#config?.codec === config.codec;
    const isAsBefore = this.#config !== null && isSame(this.#config, config);
    this.#config = config;
    this.#needsKey = true;
    // Configured again, WebKit's would begin anew.
    if (decoder?.state === "configured" && isAsBefore) return;
    this.#isPrepared = false;
    if (decoder?.state !== "configured" || !sameCodec) {
      this.#close();
      return;
    }
    // Without the flush a VP8 stream that changes its size keeps the old one in WebKit.
    decoder.flush().catch(() => {});
    try {
      decoder.configure(decoderConfig(config));
    } catch (error) {
      this.#fail(decoder, error);
    }
  }

  /** Takes a frame, or drops it when the decoder needs a keyframe first. */
  decode(frame: Frame): void {
    if (!this.#config) return;
    const now = performance.now();
    if (now - this.#lastFrameAt > HELD_UP) this.#freeSince = now;
    this.#lastFrameAt = now;
    if (this.#isStuck(now)) {
      console.warn(`a decoder is ${this.#waiting()} frames behind: going on at the next keyframe`);
      this.#dropped += this.#waiting();
      this.#close();
      this.#overloaded = true;
    }
    if (this.#saves && !frame.key) {
      if (!frame.hidden) this.#dropped++;
      this.#needsKey = true;
      return;
    }
    if (this.#needsKey && !frame.key) {
      if (!frame.hidden) this.#dropped++;
      this.#ask();
      return;
    }
    const decoder = this.#decoder ?? this.#open(this.#config);
    if (!decoder) return;
    this.#needsKey = false;
    this.#overloaded = false;
    this.#isPrepared = false;
    this.#put(decoder, frame);
  }

  #put(decoder: VideoDecoder, { key, hidden, timestamp, data }: Frame): void {
    this.#inside.push({ timestamp, hidden, since: performance.now() });
    try {
      decoder.decode(new EncodedVideoChunk({ type: key ? "key" : "delta", timestamp, data }));
    } catch (error) {
      this.#fail(decoder, error);
    }
  }

  /** Asks at once for the keyframe that it waits for, if it does. */
  hurry(): void {
    if (!this.#config || !this.#needsKey) return;
    this.#overloaded = false;
    this.#askedAt = Number.NEGATIVE_INFINITY;
    this.#ask();
  }

  /** Forgets the frames: what is in the decoder is never shown. The configuration holds until another one comes. */
  reset(): void {
    if (!this.#isPrepared) this.#close();
  }

  /** Forgets everything, and lets go of what it decodes with. */
  end(): void {
    this.#close();
  }

  #open(config: Config): VideoDecoder | null {
    const decoder = new VideoDecoder({
      output: (picture) => this.#output(decoder, picture),
      error: (error) => this.#fail(decoder, error),
    });
    this.#decoder = decoder;
    try {
      decoder.configure(decoderConfig(config));
      return decoder;
    } catch (error) {
      this.#fail(decoder, error);
      return null;
    }
  }

  #output(decoder: VideoDecoder, picture: VideoFrame): void {
    // A decoder that was replaced may still have been about to speak.
    const at = this.#decoder === decoder ? this.#inside.findIndex((one) => one.timestamp === picture.timestamp) : -1;
    if (at < 0) {
      picture.close();
      return;
    }
    // With it go the frames before it, which were swallowed.
    const frame = this.#inside.splice(0, at + 1)[at];
    if (frame?.hidden) {
      picture.close();
      this.#freeSince = performance.now();
    } else {
      this.#owner.picture(picture, this.#waiting() >= CATCHING_UP);
    }
  }

  /** How many frames to be shown are in the decoder. */
  #waiting(): number {
    return this.#inside.filter(({ hidden }) => !hidden).length;
  }

  #isStuck(now: number): boolean {
    const oldest = this.#inside.find(({ hidden }) => !hidden);
    if (!oldest) return false;
    const waited = now - Math.max(oldest.since, this.#freeSince);
    return waited > LONGEST_WAIT || this.#inside.length >= MOST_INSIDE;
  }

  #fail(decoder: VideoDecoder, error: unknown): void {
    if (this.#decoder !== decoder) return;
    console.warn("a decoder failed: going on at the next keyframe", error);
    this.#dropped += this.#waiting();
    this.#close();
    this.#ask();
  }

  #ask(): void {
    const now = performance.now();
    if (now - this.#askedAt < ASK_AGAIN) return;
    this.#askedAt = now;
    this.#owner.needsKeyframe(this.#overloaded);
  }

  #close(): void {
    const decoder = this.#decoder;
    this.#decoder = null;
    this.#needsKey = true;
    this.#isPrepared = false;
    this.#inside = [];
    // A decoder that failed has closed itself.
    if (decoder && decoder.state !== "closed") decoder.close();
  }
}

/** Whether a decoder that was told the one goes on with the other. */
export function isSame(a: Config, b: Config): boolean {
  const records = [a.description ?? [], b.description ?? []].map(String);
  return a.codec === b.codec && a.width === b.width && a.height === b.height && records[0] === records[1];
}

/** What WebCodecs is told. H.264 as avcC with its record: Annex B is decoded nowhere as reliably (RFC 6381 string). */
export function decoderConfig({ codec, width, height, description }: Config): VideoDecoderConfig {
  const shared = { codedWidth: width, codedHeight: height, optimizeForLatency: true };
  if (codec === "vp8" || !description) return { codec: "vp8", ...shared };
  const profile = [...description.subarray(1, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { codec: `avc1.${profile}`, description, hardwareAcceleration: "no-preference", ...shared };
}
