import type { Controls } from "../protocol/Controls";
import { lockOf, type Offered, type Setting } from "./offer";

/** What is set of one lens's picture: another lens has its own. */
export const LOOKS = [
  "zoom",
  "torch",
  "exposure",
  "exposure_locked",
  "focus",
  "focus_locked",
  "white_balance",
  "white_balance_locked",
] as const;

/** One of them. */
export type Look = (typeof LOOKS)[number];

/** The constraints that set a look which is offered. */
export function constraintsOf(look: Look, value: number | boolean, offered: Offered, set: Setting): Setting {
  const mode = (modes: readonly string[] | undefined) => (value ? lockOf(modes) : "continuous");
  const manual = (modes: readonly string[] | undefined) => (modes?.includes("manual") ? "manual" : undefined);
  switch (look) {
    case "zoom":
      return { zoom: value as number };
    case "torch":
      return { torch: value as boolean };
    case "exposure":
      return { exposureCompensation: value as number };
    case "exposure_locked":
      return named({ exposureMode: mode(offered.exposureMode) });
    case "focus":
      return { ...named({ focusMode: manual(offered.focusMode) }), focusDistance: value as number };
    case "focus_locked": {
      const focusMode = mode(offered.focusMode);
      // Without it Chrome on Android would hold the focus at one metre, wherever it is.
      const focusDistance = focusMode === "manual" ? set.focusDistance : undefined;
      return named({ focusMode, focusDistance });
    }
    case "white_balance":
      return { ...named({ whiteBalanceMode: manual(offered.whiteBalanceMode) }), colorTemperature: value as number };
    case "white_balance_locked": {
      const whiteBalanceMode = mode(offered.whiteBalanceMode);
      return named({
        whiteBalanceMode,
        colorTemperature: whiteBalanceMode === "manual" ? set.colorTemperature : undefined,
      });
    }
  }
}

/** What was set before, with something set since; what a mode has let go of is not held any more. */
export function holding(held: Setting, since: Setting): Setting {
  const { focusDistance, colorTemperature, ...rest } = { ...held, ...since };
  return named({
    ...rest,
    focusDistance: rest.focusMode === "continuous" ? undefined : focusDistance,
    colorTemperature: rest.whiteBalanceMode === "continuous" ? undefined : colorTemperature,
  });
}

/** Whether a look is as it was wanted, to the nearest step. */
export function isSo(look: Look, value: number | boolean, controls: Controls): boolean {
  const is = controls[look];
  if (is === null) return false;
  if (typeof is === "boolean") return is === value;
  const step = Math.max(is.step, (is.max - is.min) / 100);
  return Math.abs(is.value - (value as number)) <= step;
}

/** Without what there is no value for. */
function named(set: { readonly [K in keyof Setting]: Setting[K] | null | undefined }): Setting {
  return Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined && value !== null));
}
