import { decoderConfig } from "../monitor/decoder";
import type { Config } from "../monitor/wire";
import type { Footage, Gop, Spot } from "./footage";
import type { Stretch } from "./spans";

/** Frames that may be in the decoder behind the most urgent one: it is never far from what is wanted next. */
const INSIDE = 8;
/** Frames that may be in it on the way to its first picture: each of them is a turn of the page, which may be busy. */
const LEAD_IN = 24;
/** A decoder that gives nothing for so long keeps its last pictures until it is told that no more come, in milliseconds. */
const HELD_BACK = 120;
/** What a picture takes where the decoder doesn't say, in bytes a pixel: I420. */
const BYTES = 1.5;

/**
 * Decodes one camera's footage in whatever order its pictures are wanted, and keeps them as long as there is room.
 *
 * Its pictures stay on this shelf for longer than a live monitor's, so it is asked for a decoder in software: those in
 * hardware have a few buffers of their own, and stand still when they are kept.
 */
export class Reader {
  readonly #footage: Footage;
  readonly #changed: () => void;
  /** By their timestamps. */
  readonly #pictures = new Map<number, VideoFrame>();
  #decoder: VideoDecoder | null = null;
  #config: Config | null = null;
  /** The last frame that went into the decoder: what follows it may go next. */
  #fed: Spot | null = null;
  /** What is in the decoder, in its order. */
  #inside: number[] = [];
  #progress = 0;
  #cameAt = 0;
  #inSoftware = true;
  /** A group that a decoder failed at once. */
  #suspect: Gop | null = null;
  /** What is wanted, the most urgent first. */
  #wanted: readonly Spot[] = [];
  #room = 0;

  /** `changed` is called when the most urgent picture is there, or a group turned out to be of no use. */
  constructor(footage: Footage, changed: () => void) {
    [this.#footage, this.#changed] = [footage, changed];
  }

  /** When the last picture was decoded, on the page's clock in milliseconds. */
  get cameAt(): number {
    return this.#cameAt;
  }

  /** The picture of a place, if it is decoded; it stays this object's. */
  picture({ gop, index }: Spot): VideoFrame | null {
    return this.#pictures.get(gop.pictures[index]?.timestamp ?? -1) ?? null;
  }

  /** The decoded picture of a stretch that is nearest to a moment, within so many milliseconds. */
  nearest(at: number, most: number, { from, to }: Stretch): VideoFrame | null {
    let [best, distance] = [null as VideoFrame | null, most];
    for (const [timestamp, picture] of this.#pictures) {
      const time = timestamp / 1_000;
      if (time >= from && time < to && Math.abs(time - at) <= distance)
        [best, distance] = [picture, Math.abs(time - at)];
    }
    return best;
  }

  /** How many pictures of this size there is room for. */
  static fitting({ width, height }: Config, bytes: number): number {
    return Math.max(2, Math.floor(bytes / (width * height * BYTES)));
  }

  /** Wants these pictures from now on, the most urgent first; `room` is how many it may keep. */
  want(spots: readonly Spot[], room: number): void {
    [this.#wanted, this.#room] = [spots.slice(0, room), room];
    this.#trim();
    this.#feed();
  }

  /** Lets go of everything. */
  close(): void {
    this.#wanted = [];
    this.#room = 0;
    this.#trim();
    this.#end();
  }

  /** Puts in what leads to the first wanted picture that is not here. */
  #feed(): void {
    while (this.#inside.length < LEAD_IN) {
      const target = this.#wanted.find((spot) => !this.picture(spot) && !this.#inside.includes(stampOf(spot)));
      if (!target) {
        if (this.#inside.length > 0) this.#flushWhenHeldBack();
        return;
      }
      const hasRoom = this.#inside.length < INSIDE || (this.#pictures.size === 0 && target === this.#wanted[0]);
      if (!hasRoom || !this.#put(this.#towards(target))) return;
    }
  }

  /** The frame that is to go in next on the way to a picture. */
  #towards(target: Spot): Spot {
    const fed = this.#fed;
    if (fed && fed.gop === target.gop && fed.index < target.index) return { gop: fed.gop, index: fed.index + 1 };
    return { gop: target.gop, index: 0 };
  }

  #put(spot: Spot): boolean {
    const frame = spot.gop.pictures[spot.index];
    const decoder = this.#ready(spot);
    if (!frame || !decoder) return false;
    if (this.#inside.length === 0) this.#progress = performance.now();
    this.#inside.push(frame.timestamp);
    this.#fed = spot;
    try {
      const { key, timestamp, data } = frame;
      decoder.decode(new EncodedVideoChunk({ type: key ? "key" : "delta", timestamp, data }));
      return true;
    } catch (error) {
      this.#fail(decoder, error);
      return false;
    }
  }

  /** The decoder for a place: the one that there is, rid of what is in it where none of that is wanted any more. */
  #ready({ gop, index }: Spot): VideoDecoder | null {
    const isAnother = index === 0 && this.#fed !== null && gop !== this.#fed.gop;
    if (isAnother && !this.#wanted.some((spot) => this.#inside.includes(stampOf(spot)))) {
      this.#decoder?.reset();
      [this.#inside, this.#fed, this.#config] = [[], null, null];
    }
    const decoder = this.#decoder ?? this.#open();
    if (this.#config === gop.config) return decoder;
    try {
      const config = decoderConfig(gop.config);
      // Without the flush a VP8 stream that changes its size keeps the old one in WebKit.
      if (decoder.state === "configured") decoder.flush().catch(() => {});
      decoder.configure(this.#inSoftware ? { ...config, hardwareAcceleration: "prefer-software" } : config);
      this.#config = gop.config;
      return decoder;
    } catch (error) {
      this.#fail(decoder, error);
      return null;
    }
  }

  #open(): VideoDecoder {
    const decoder = new VideoDecoder({
      output: (picture) => this.#output(decoder, picture),
      error: (error) => this.#fail(decoder, error),
    });
    this.#decoder = decoder;
    return decoder;
  }

  #output(decoder: VideoDecoder, picture: VideoFrame): void {
    const at = this.#decoder === decoder ? this.#inside.indexOf(picture.timestamp) : -1;
    if (at < 0) {
      picture.close();
      return;
    }
    this.#inside.splice(0, at + 1);
    this.#progress = this.#cameAt = performance.now();
    this.#suspect = null;
    this.#pictures.get(picture.timestamp)?.close();
    this.#pictures.set(picture.timestamp, picture);
    this.#trim();
    this.#feed();
    const [first] = this.#wanted;
    if (first && stampOf(first) === picture.timestamp) this.#changed();
  }

  /** Keeps what is wanted, and of the rest what is nearest to it. */
  #trim(): void {
    if (this.#pictures.size <= this.#room) return;
    const wanted = new Map(this.#wanted.map((spot, rank) => [stampOf(spot), rank]));
    const [first] = this.#wanted;
    const middle = first ? stampOf(first) : 0;
    const rank = (timestamp: number) => wanted.get(timestamp) ?? 1_000 + Math.abs(timestamp - middle);
    const all = [...this.#pictures.keys()].sort((a, b) => rank(a) - rank(b));
    for (const timestamp of all.slice(this.#room)) {
      this.#pictures.get(timestamp)?.close();
      this.#pictures.delete(timestamp);
    }
  }

  #flushWhenHeldBack(): void {
    const decoder = this.#decoder;
    if (!decoder || performance.now() - this.#progress < HELD_BACK || decoder.state !== "configured") return;
    this.#progress = performance.now();
    // What comes behind it has to begin at a keyframe.
    this.#fed = null;
    decoder.flush().catch(() => {});
  }

  /** Goes on with another decoder; with a group that fails again, without it. */
  #fail(decoder: VideoDecoder, error: unknown): void {
    if (this.#decoder !== decoder) return;
    console.warn("a cue's decoder failed", error);
    const gop = this.#fed?.gop ?? this.#wanted[0]?.gop ?? null;
    this.#end();
    if (gop && this.#suspect === gop) this.#footage.spoil(gop);
    [this.#suspect, this.#inSoftware] = [gop, false];
    queueMicrotask(this.#changed);
  }

  #end(): void {
    const decoder = this.#decoder;
    [this.#decoder, this.#config, this.#fed, this.#inside] = [null, null, null, []];
    if (decoder && decoder.state !== "closed") decoder.close();
  }
}

function stampOf({ gop, index }: Spot): number {
  return gop.pictures[index]?.timestamp ?? -1;
}
