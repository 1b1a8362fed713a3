import type { Codecs } from "../protocol/Codecs";
import { decoderConfig } from "./decoder";
import { SAMPLE_COLOUR, type Sample, samples } from "./samples";

/** How long a codec has to show its sample, in milliseconds: the first decoder ever may wait for a plug-in scan. */
const TIME = 15_000;
/** How far a colour may be off: colour matrices differ between decoders, green garbage is further off than this. */
const TOLERANCE = 48;

/** Whether this page can decode video at all. */
export function hasDecoder(): boolean {
  return "VideoDecoder" in globalThis;
}

/**
 * Proves by decoding and drawing a built-in frame which codecs this desk can show: `isConfigSupported` says yes to
 * H.264 on machines that then decode nothing.
 */
export async function proveCodecs(): Promise<Codecs> {
  const [h264, vp8] = await Promise.all([prove(samples.h264), prove(samples.vp8)]);
  return { h264, vp8 };
}

function prove({ config, data }: Sample): Promise<boolean> {
  return new Promise((resolve) => {
    let settled = false;
    const settle = (proven: boolean) => {
      if (settled) return;
      settled = true;
      window.clearTimeout(timer);
      if (decoder.state !== "closed") decoder.close();
      resolve(proven);
    };
    const decoder = new VideoDecoder({
      output: (picture) => {
        const proven = hasSampleColour(picture);
        picture.close();
        settle(proven);
      },
      error: () => settle(false),
    });
    const timer = window.setTimeout(() => settle(false), TIME);
    try {
      decoder.configure(decoderConfig(config));
      decoder.decode(new EncodedVideoChunk({ type: "key", timestamp: 0, data }));
      // Some decoders hold a lone frame back until they are told that no other one comes.
      decoder.flush().then(
        () => settle(false),
        () => settle(false),
      );
    } catch {
      settle(false);
    }
  });
}

function hasSampleColour(picture: VideoFrame): boolean {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return false;
  context.drawImage(picture, 0, 0, 1, 1);
  const pixel = context.getImageData(0, 0, 1, 1).data;
  return SAMPLE_COLOUR.every((value, channel) => Math.abs(value - (pixel[channel] ?? 0)) <= TOLERANCE);
}
