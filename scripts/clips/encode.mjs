// Runs in the browser: draws a scene picture by picture and encodes it.

import { draw as bend } from "./bend.mjs";
import { draw as finish } from "./finish.mjs";
import { draw as pits } from "./pits.mjs";
import { draw as podium } from "./podium.mjs";
import { HEIGHT, LENGTH, WIDTH } from "./stage.mjs";

const FPS = 30;
const BITRATE = 600_000;

/** @type {Record<string, (ctx: CanvasRenderingContext2D, t: number) => void>} */
const SCENES = { bend, finish, pits, podium };

/**
 * Encodes one loop of a scene, a keyframe each second.
 * @param {string} scene
 * @param {"h264" | "vp8"} codec
 * @returns {Promise<string[]>} the pictures in base64: Annex B access units, or VP8 frames
 */
export async function encode(scene, codec) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));

  /** @type {string[]} */
  const pictures = [];
  /** @type {DOMException | undefined} */
  let fault;
  const encoder = new VideoEncoder({
    output: (chunk) => pictures.push(base64(chunk)),
    error: (error) => {
      fault = error;
    },
  });
  encoder.configure({
    ...(codec === "h264" ? { codec: "avc1.42e01f", avc: { format: "annexb" } } : { codec: "vp8" }),
    width: WIDTH,
    height: HEIGHT,
    framerate: FPS,
    bitrate: BITRATE,
    latencyMode: "quality",
  });
  for (let index = 0; index < LENGTH * FPS && !fault; index++) {
    ctx.reset();
    SCENES[scene](ctx, index / FPS);
    const frame = new VideoFrame(canvas, { timestamp: (index * 1_000_000) / FPS, duration: 1_000_000 / FPS });
    encoder.encode(frame, { keyFrame: index % FPS === 0 });
    frame.close();
    // Encoding is slower than drawing: frames are not piled up.
    while (encoder.encodeQueueSize > 4)
      await new Promise((resolve) => encoder.addEventListener("dequeue", resolve, { once: true }));
  }
  if (!fault) await encoder.flush();
  if (fault) throw fault;
  return pictures;
}

/** @param {EncodedVideoChunk} chunk */
function base64(chunk) {
  const bytes = new Uint8Array(chunk.byteLength);
  chunk.copyTo(bytes);
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
