import type { KeyPress } from "./keys";

/** What a key asks for while the drawer has the focus. */
export type DrawerAction =
  | { do: "in" | "out" | "pause" | "angles" | "choose" | "take" | "other" | "go" | "begin" | "end" | "mark" | "clip" }
  | { do: "shuttle"; way: -1 | 0 | 1 }
  | { do: "step" | "jump" | "speed" | "zoom" | "pan"; way: 1 | -1 };

const SIGNS = new Map<string, DrawerAction>([
  ["i", { do: "in" }],
  ["o", { do: "out" }],
  ["j", { do: "shuttle", way: -1 }],
  ["k", { do: "shuttle", way: 0 }],
  ["l", { do: "shuttle", way: 1 }],
  [" ", { do: "pause" }],
  ["a", { do: "angles" }],
  ["x", { do: "other" }],
  ["g", { do: "go" }],
  ["m", { do: "mark" }],
  ["c", { do: "clip" }],
  ["ArrowLeft", { do: "step", way: -1 }],
  ["ArrowRight", { do: "step", way: 1 }],
  ["ArrowUp", { do: "speed", way: 1 }],
  ["ArrowDown", { do: "speed", way: -1 }],
  ["PageUp", { do: "pan", way: -1 }],
  ["PageDown", { do: "pan", way: 1 }],
  ["Home", { do: "begin" }],
  ["End", { do: "end" }],
  ["Enter", { do: "take" }],
]);

const SHIFTED = new Map<string, DrawerAction>([
  ["a", { do: "choose" }],
  ["ArrowLeft", { do: "jump", way: -1 }],
  ["ArrowRight", { do: "jump", way: 1 }],
]);

/** What may go on while its key is held. */
const REPEATS: ReadonlySet<DrawerAction["do"]> = new Set(["step", "jump", "speed", "pan"]);

/** What a press asks of the drawer that has the focus; null where it means there what it means everywhere. */
export function drawerAction(press: KeyPress): DrawerAction | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  const sign = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const action = zoomOf(press) ?? (press.shiftKey ? SHIFTED : SIGNS).get(sign);
  return !action || (press.repeat && !REPEATS.has(action.do)) ? null : action;
}

/** By place as well as by sign: a French keyboard has minus on a figure, which is one, and its signs elsewhere. */
function zoomOf({ key, code }: KeyPress): DrawerAction | null {
  if (code === "Equal" || code === "NumpadAdd" || (key === "+" && !code.startsWith("Digit"))) {
    return { do: "zoom", way: 1 };
  }
  return code === "Minus" || code === "NumpadSubtract" ? { do: "zoom", way: -1 } : null;
}
