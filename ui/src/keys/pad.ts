import type { DrawerAction } from "./drawer-keys";

/** What of a game pad decides: its buttons and its left stick, in the standard mapping of the Gamepad API. */
export interface PadState {
  readonly pressed: readonly boolean[];
  /** The left stick, from -1 at its left to 1. */
  readonly stick: number;
}

/** What a pad asks for: what a key does, a return to live, or a speed in percent as long as the stick is held. */
export type PadAction = DrawerAction | { do: "live" } | { do: "hold"; speed: number };

/** The buttons by their places in the standard mapping: four at the right, two on the shoulders, the cross at the left. */
const BUTTONS = new Map<number, PadAction>([
  [0, { do: "pause" }],
  [1, { do: "live" }],
  [2, { do: "in" }],
  [3, { do: "out" }],
  [4, { do: "shuttle", way: -1 }],
  [5, { do: "shuttle", way: 1 }],
  [8, { do: "angles" }],
  [9, { do: "take" }],
  [12, { do: "speed", way: 1 }],
  [13, { do: "speed", way: -1 }],
  [14, { do: "step", way: -1 }],
  [15, { do: "step", way: 1 }],
]);

/** How far a stick that nobody touches may stand from its middle. */
const LOOSE = 0.15;
/** The speeds at its end, and where it begins, in percent; between them it grows by the square: slow is fine. */
const [SLOWEST, FASTEST] = [10, 400];
/** Speeds are whole fives: a hand is not as still as a stick is exact. */
const GRAIN = 5;

/** What a pad asks for since it was looked at last. */
export function padActions(before: PadState, now: PadState): PadAction[] {
  const actions: PadAction[] = [];
  for (const [button, action] of BUTTONS) {
    if (now.pressed[button] && !before.pressed[button]) actions.push(action);
  }
  const [was, is] = [stickSpeed(before.stick), stickSpeed(now.stick)];
  if (was !== is) actions.push({ do: "hold", speed: is });
  return actions;
}

/** The speed that the stick says: 0 in its middle. */
function stickSpeed(stick: number): number {
  const share = (Math.min(1, Math.abs(stick)) - LOOSE) / (1 - LOOSE);
  if (share <= 0) return 0;
  const pace = SLOWEST + (FASTEST - SLOWEST) * share ** 2;
  return Math.sign(stick) * Math.round(pace / GRAIN) * GRAIN;
}

/** Looks at the game pads of this page, display frame by display frame, until it is told to stop. */
export function watchPads(act: (action: PadAction) => void): () => void {
  const last = new Map<number, PadState>();
  let frame = 0;
  const look = () => {
    frame = requestAnimationFrame(look);
    for (const pad of navigator.getGamepads()) {
      if (pad?.mapping !== "standard") continue;
      const now = { pressed: pad.buttons.map(({ pressed }) => pressed), stick: pad.axes[0] ?? 0 };
      // What is held when it is looked at first is no press.
      for (const action of padActions(last.get(pad.index) ?? now, now)) act(action);
      last.set(pad.index, now);
    }
  };
  // Not every engine has it, and none outside a secure context.
  if ("getGamepads" in navigator) look();
  return () => cancelAnimationFrame(frame);
}
