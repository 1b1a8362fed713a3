import { decoderConfig } from "../monitor/decoder";
import type { Config, Frame } from "../monitor/wire";
import { feeds } from "../store/desk";
import { archive } from "./archive";

/** How high a thumbnail is, in pixels; its width follows from the picture. */
const HEIGHT = 90;
/** Thumbnails that are kept: 15 MB of 160x90. */
const MOST = 256;
/** Thumbnails that may wait to be made; the oldest are not, and are asked for again. */
const WAITING = 64;
/** A picture that is so much later than what is asked for stands for it too, in milliseconds. */
const LATER = 2_000;
/** Moments this near share a thumbnail, in milliseconds: keyframes are further apart. */
const NEAR = 500;
/** Where the browser doesn't say when it is idle, or never is: one is made so often, in milliseconds. */
const PAUSE = 120;
/** A machine that doesn't keep up with live pictures makes none for so long, in milliseconds. */
const REST = 1_000;

interface Wanted {
  readonly camera: number;
  readonly at: number;
  readonly aborted: AbortSignal;
  done(thumbnail: ImageBitmap | null): void;
}

/** Small pictures of the past, made one by one while the machine is idle: for clips, marks and the time line. */
export class Thumbnails {
  /** By camera and moment, the one that was asked for last behind. */
  readonly #made = new Map<string, ImageBitmap>();
  #waiting: Wanted[] = [];
  #isMaking = false;
  #keepsUp = () => true;

  /** `keepsUp` says whether the machine keeps up with the live pictures: they come first. */
  start(keepsUp: () => boolean): void {
    this.#keepsUp = keepsUp;
  }

  /**
   * The picture of a camera at a moment of the session clock, in milliseconds: of the keyframe before. Null where there
   * is none, or it is not wanted any more. It stays this object's: draw it at once, do not close it.
   */
  of(camera: number, at: number, wanted: AbortSignal): Promise<ImageBitmap | null> {
    const key = keyOf(camera, at);
    const made = this.#made.get(key);
    if (made) {
      this.#made.delete(key);
      this.#made.set(key, made);
      return Promise.resolve(made);
    }
    return new Promise((done) => {
      this.#waiting.push({ camera, at, aborted: wanted, done });
      if (this.#waiting.length > WAITING) this.#waiting.shift()?.done(null);
      this.#next();
    });
  }

  #next(): void {
    if (this.#isMaking || this.#waiting.length === 0) return;
    this.#isMaking = true;
    this.#whenIdle(async () => {
      const wanted = this.#waiting.pop();
      if (wanted) wanted.done(await this.#make(wanted));
      this.#isMaking = false;
      this.#next();
    });
  }

  #whenIdle(then: () => Promise<void>): void {
    if (!this.#keepsUp()) window.setTimeout(() => this.#whenIdle(then), REST);
    // WebKit has none.
    else if ("requestIdleCallback" in window) window.requestIdleCallback(() => void then(), { timeout: REST });
    else setTimeout(() => void then(), PAUSE);
  }

  async #make({ camera, at, aborted }: Wanted): Promise<ImageBitmap | null> {
    if (aborted.aborted) return null;
    const key = keyOf(camera, at);
    const made = this.#made.get(key);
    if (made) return made;
    const keyframe = await keyframeOf(camera, at);
    const thumbnail = keyframe && (await decoded(keyframe.config, keyframe.frame).catch(() => null));
    // A camera that was erased meanwhile has none any more.
    if (!thumbnail || keyOf(camera, at) !== key) return null;
    this.#made.set(key, thumbnail);
    for (const [oldest, bitmap] of this.#made) {
      if (this.#made.size <= MOST) break;
      bitmap.close();
      this.#made.delete(oldest);
    }
    return thumbnail;
  }
}

/** A number that is another camera's has other thumbnails. */
function keyOf(camera: number, at: number): string {
  return `${camera}/${feeds.peek().get(camera) ?? ""}/${Math.round(at / NEAR)}`;
}

function keyframeOf(camera: number, at: number): Promise<{ config: Config; frame: Frame } | null> {
  return new Promise((resolve) => {
    let config: Config | null = null;
    archive.fetch(camera, { from: at, to: at + LATER }, true, (message) => {
      if (message?.type === "config") config = message.config;
      else resolve(message?.type === "frame" && config ? { config, frame: message.frame } : null);
    });
  });
}

function decoded(config: Config, { timestamp, data }: Frame): Promise<ImageBitmap | null> {
  return new Promise((resolve, reject) => {
    const decoder = new VideoDecoder({
      output: (picture) => {
        resolve(small(picture));
        picture.close();
      },
      error: reject,
    });
    decoder.configure(decoderConfig(config));
    decoder.decode(new EncodedVideoChunk({ type: "key", timestamp, data }));
    // Some decoders hold a lone frame back until they are told that no other one comes.
    const close = () => {
      resolve(null);
      if (decoder.state !== "closed") decoder.close();
    };
    decoder.flush().then(close, close);
  });
}

function small(picture: VideoFrame): ImageBitmap | null {
  const width = Math.max(1, Math.round((picture.displayWidth * HEIGHT) / picture.displayHeight));
  const canvas = new OffscreenCanvas(width, HEIGHT);
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  context?.drawImage(picture, 0, 0, width, HEIGHT);
  return context && canvas.transferToImageBitmap();
}

/** The thumbnails of this desk. */
export const thumbnails = new Thumbnails();
