import type { Config } from "./wire";

/** A built-in keyframe that proves a codec: 64x64, all of one colour. */
export interface Sample {
  config: Config;
  data: Uint8Array<ArrayBuffer>;
}

/** The samples' colour, as sRGB. */
export const SAMPLE_COLOUR = [0xe0, 0xa0, 0x20] as const;

// Made with FFmpeg, so that the proof is of the bytes the desk will meet (constrained baseline in avcC, and VP8):
//   ffmpeg -f lavfi -i color=c=0xE0A020:s=64x64:r=1 -frames:v 1 -c:v libx264 -profile:v baseline -level 3.1 \
//     -pix_fmt yuv420p -bsf:v filter_units=remove_types=6 sample.mp4    (avcC box; then the mdat's one sample)
//   ffmpeg -f lavfi -i color=c=0xE0A020:s=64x64:r=1 -frames:v 1 -c:v libvpx -crf 30 -b:v 100k sample.ivf
//     (what follows the IVF and frame headers, 44 bytes)
const AVCC = "AULAH//hABdnQsAf2QQmwEQAAAMABAAAAwAIPGDJIAEABWjLg8sg";
const H264 = "AAAAIGWIhAV8RigACipHAAFm2OAAJw0nJyddddddddddddeA";
const VP8 = "0AMAnQEqQABAAABHCIWFiJmEiAICAnWqA/gD+gIHGkxOzGAXDHRuAP75iK//vxBTikqf/fiL/8ZQW+AN/xcw";

/** One sample for each codec of the régie. */
export const samples: Readonly<Record<Config["codec"], Sample>> = {
  h264: { config: { codec: "h264", width: 64, height: 64, description: decode(AVCC) }, data: decode(H264) },
  vp8: { config: { codec: "vp8", width: 64, height: 64 }, data: decode(VP8) },
};

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
