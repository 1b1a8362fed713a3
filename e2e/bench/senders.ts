import type { Page } from "playwright-core";

/** What a sender's encoder did during a measurement. */
export interface Sent {
  /** Pictures a second that were encoded. */
  readonly fps: number;
  readonly kbps: number;
  /** Milliseconds of encoding, by picture. */
  readonly encode: number;
  /** Milliseconds that packets waited in the pacer, by packet. */
  readonly pacing: number;
  /** Share of the time in which something limited the quality. */
  readonly limited: number;
  readonly codec: string;
  readonly height: number;
}

/** An encoder below this rate is full: what is measured then is the machine. */
const LEAST_FPS = 28;
/** A limit that holds for no longer than this share is a start's. */
const MOST_LIMITED = 0.05;

/** Whether nothing but the system under test was measured. */
export function isValid({ fps, limited }: Sent): boolean {
  return fps >= LEAST_FPS && limited <= MOST_LIMITED;
}

/** Watches the encoders of pages that send; the result is what they did until it is asked for. */
export async function watchSenders(pages: readonly Page[]): Promise<() => Promise<Sent[]>> {
  const before = await Promise.all(pages.map(counters));
  return async () => {
    const after = await Promise.all(pages.map(counters));
    return after.map((now, index) => {
      const then = before[index] ?? now;
      const grown = (name: keyof typeof now) => Number(now[name]) - Number(then[name]);
      return {
        fps: round(grown("framesEncoded") / grown("seconds")),
        kbps: Math.round((grown("bytesSent") * 8) / 1000 / grown("seconds")),
        encode: round((1000 * grown("totalEncodeTime")) / grown("framesEncoded")),
        pacing: round((1000 * grown("totalPacketSendDelay")) / grown("packetsSent")),
        limited: round(grown("limited") / grown("seconds")),
        codec: now.codec,
        height: now.frameHeight,
      };
    });
  };
}

const round = (value: number) => Math.round(value * 100) / 100;

function counters(page: Page) {
  return page.evaluate(async () => {
    const stats = [...((await window.peer?.getStats())?.values() ?? [])];
    const video = stats.find(({ type, kind }) => type === "outbound-rtp" && kind === "video") ?? {};
    const { cpu = 0, bandwidth = 0, other = 0 } = video.qualityLimitationDurations ?? {};
    const codec = stats.find(({ id }) => id === video.codecId)?.mimeType ?? "";
    const { framesEncoded, bytesSent, totalEncodeTime, totalPacketSendDelay, packetsSent, frameHeight } = video;
    const counts = { framesEncoded, bytesSent, totalEncodeTime, totalPacketSendDelay, packetsSent, frameHeight };
    return { ...counts, seconds: performance.now() / 1000, limited: cpu + bandwidth + other, codec: codec as string };
  });
}
