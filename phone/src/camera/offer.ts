import type { ControlRange } from "../protocol/ControlRange";
import type { Controls } from "../protocol/Controls";

/** From the least to the most, as far as a browser says. */
interface Reach {
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
}

/** What a browser offers of a picture's track (W3C Image Capture, 7), beside what TypeScript knows. */
export interface Offered extends MediaTrackCapabilities {
  readonly zoom?: Reach;
  /** Of older browsers a word, of newer ones the values that can be had. */
  readonly torch?: boolean | readonly boolean[];
  readonly exposureMode?: readonly string[];
  readonly exposureCompensation?: Reach;
  readonly focusMode?: readonly string[];
  readonly focusDistance?: Reach;
  readonly whiteBalanceMode?: readonly string[];
  readonly colorTemperature?: Reach;
}

/** What of that can be set, by its constraints' names; and how it is set, where a browser says so. */
export interface Setting {
  readonly zoom?: number;
  readonly torch?: boolean;
  readonly exposureMode?: string;
  readonly exposureCompensation?: number;
  readonly focusMode?: string;
  readonly focusDistance?: number;
  readonly whiteBalanceMode?: string;
  readonly colorTemperature?: number;
  readonly pointsOfInterest?: readonly { readonly x: number; readonly y: number }[];
}

/** What {@link Controls} say of a picture's track. */
type OfTrack = Omit<Controls, "lenses" | "lens" | "fps" | "muted" | "refused" | "serial">;

/** The shorter sides that are asked for; none is larger than what is well encoded on a phone. */
const HEIGHTS = [1080, 720, 480, 360];
/** The rates that are asked for, in pictures a second: with more, nothing here has been measured. */
const RATES = [30, 25, 15];

/** A picture's track as its browser offers it; where that says nothing, there is nothing to set. */
export function offerOf(track: MediaStreamTrack | undefined): Offered {
  return (track?.getCapabilities?.() ?? {}) as Offered;
}

/** How a picture's track is set. */
export function setOf(track: MediaStreamTrack | undefined): Setting & MediaTrackSettings {
  return track?.getSettings() ?? {};
}

/** What can be set of a track, and how it is. `held`: what was set, for browsers that take it and don't say so. */
export function controlsOf(offered: Offered, said: Setting & MediaTrackSettings, held: Setting): OfTrack {
  const set = { ...held, ...said };
  const locked = (modes: readonly string[] | undefined, mode: string | undefined) =>
    lockOf(modes) === null ? null : isLocked(mode);
  const { width, height } = said;
  return {
    zoom: range(offered.zoom, set.zoom),
    torch: hasTorch(offered) ? set.torch === true : null,
    exposure: range(offered.exposureCompensation, set.exposureCompensation),
    exposure_locked: locked(offered.exposureMode, set.exposureMode),
    focus: manual(offered.focusMode) ? range(offered.focusDistance, set.focusDistance) : null,
    focus_locked: locked(offered.focusMode, set.focusMode),
    white_balance: manual(offered.whiteBalanceMode) ? range(offered.colorTemperature, set.colorTemperature) : null,
    white_balance_locked: locked(offered.whiteBalanceMode, set.whiteBalanceMode),
    heights: heightsOf(offered),
    height: width && height ? Math.min(width, height) : null,
    rates: ratesOf(offered),
  };
}

/** The mode that holds something as it is; none where it can't be held, or not be let go again. */
export function lockOf(modes: readonly string[] | undefined): string | null {
  if (!modes?.includes("continuous")) return null;
  return ["manual", "single-shot"].find((mode) => modes.includes(mode)) ?? null;
}

/** Whether a mode holds something as it is. */
export const isLocked = (mode: string | undefined): boolean => mode !== undefined && mode !== "continuous";

/** A rate that a camera can have, next to one that is wanted. */
export function rateOf(offered: Offered, wanted: number): number {
  return Math.min(wanted, Math.floor(offered.frameRate?.max || wanted));
}

function hasTorch({ torch }: Offered): boolean {
  return typeof torch === "object" ? torch.includes(true) : torch === true;
}

/** Without a word about modes there is only the one. */
const manual = (modes: readonly string[] | undefined) => modes === undefined || modes.includes("manual");

function range(reach: Reach | undefined, value: number | undefined): ControlRange | null {
  const { min = Number.NaN, max = Number.NaN, step = 0 } = reach ?? {};
  if (!Number.isFinite(min) || !Number.isFinite(max) || max <= min) return null;
  // A browser that says no value has not been told one: the neutral one, if it has it.
  const neutral = min <= 0 ? 0 : 1;
  const is = value !== undefined && Number.isFinite(value) ? value : neutral;
  return { min, max, step: Number.isFinite(step) ? step : 0, value: Math.min(max, Math.max(min, is)) };
}

function heightsOf({ width, height }: Offered): number[] {
  const [short, long] = [width?.max ?? 0, height?.max ?? 0].sort((a, b) => a - b) as [number, number];
  return HEIGHTS.filter((lines) => lines <= short && widthOf(lines) <= long);
}

/** The longer side of a wide picture; encoders in hardware want multiples of 16. */
export const widthOf = (height: number): number => Math.floor((height * 16) / 9 / 16) * 16;

function ratesOf({ frameRate }: Offered): number[] {
  const most = Math.floor(frameRate?.max ?? 0);
  if (most <= 0) return [];
  return [...new Set([...RATES.filter((rate) => rate <= most), Math.min(most, 30)])].sort((a, b) => b - a);
}
