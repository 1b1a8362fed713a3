import type { Stat } from "./sending";

/** What leaves the phone just now. */
export interface Figures {
  /** The shorter side in pixels: 720 of 1280x720, however the phone is held. */
  readonly lines: number;
  /** Pictures a second. */
  readonly fps: number;
  /** How the desk receives it, from 1 to 3. */
  readonly signal: 1 | 2 | 3;
}

/** A share of lost packets that retransmission still hides, and one that it does not. */
const LOSS_FAIR = 0.02;
const LOSS_POOR = 0.08;
/** A round trip in seconds at which a retransmission comes late, and one at which it comes too late. */
const TRIP_FAIR = 0.1;
const TRIP_POOR = 0.3;

/** Reads a connection's statistics; none before the first picture has gone out. */
export function readFigures(stats: Iterable<Stat>): Figures | null {
  const video = [...stats].filter(({ kind }) => kind === "video");
  const sent = video.find(({ type }) => type === "outbound-rtp");
  if (!sent?.frameWidth || !sent.frameHeight) return null;
  const heard = video.find(({ type }) => type === "remote-inbound-rtp");
  const loss = heard?.fractionLost ?? 0;
  const trip = heard?.roundTripTime ?? 0;
  const fps = Math.round(sent.framesPerSecond ?? 0);
  const poor = fps === 0 || loss > LOSS_POOR || trip > TRIP_POOR;
  const fair = loss > LOSS_FAIR || trip > TRIP_FAIR;
  return { lines: Math.min(sent.frameWidth, sent.frameHeight), fps, signal: poor ? 1 : fair ? 2 : 3 };
}
