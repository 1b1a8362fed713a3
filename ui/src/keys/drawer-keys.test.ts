import { expect, test } from "vitest";
import { drawerAction } from "./drawer-keys";
import type { KeyPress } from "./keys";

function press(key: string, code: string, changes: Partial<KeyPress> = {}): KeyPress {
  return { key, code, repeat: false, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...changes };
}

test.each([
  ["i", press("i", "KeyI"), { do: "in" }],
  ["O with caps lock", press("O", "KeyO"), { do: "out" }],
  ["j", press("j", "KeyJ"), { do: "shuttle", way: -1 }],
  ["k", press("k", "KeyK"), { do: "shuttle", way: 0 }],
  ["l", press("l", "KeyL"), { do: "shuttle", way: 1 }],
  ["space", press(" ", "Space"), { do: "pause" }],
  ["a", press("a", "KeyA"), { do: "angles" }],
  ["a where a French keyboard has it", press("a", "KeyQ"), { do: "angles" }],
  ["A with shift", press("A", "KeyA", { shiftKey: true }), { do: "choose" }],
  ["left", press("ArrowLeft", "ArrowLeft"), { do: "step", way: -1 }],
  ["right, held", press("ArrowRight", "ArrowRight", { repeat: true }), { do: "step", way: 1 }],
  ["right with shift", press("ArrowRight", "ArrowRight", { shiftKey: true }), { do: "jump", way: 1 }],
  ["up", press("ArrowUp", "ArrowUp"), { do: "speed", way: 1 }],
  ["Enter", press("Enter", "Enter"), { do: "take" }],
  ["Enter, held", press("Enter", "Enter", { repeat: true }), null],
  ["Home", press("Home", "Home"), { do: "begin" }],
  ["PageUp", press("PageUp", "PageUp"), { do: "pan", way: -1 }],
  ["plus", press("+", "Equal", { shiftKey: true }), { do: "zoom", way: 1 }],
  ["plus without shift", press("=", "Equal"), { do: "zoom", way: 1 }],
  ["plus on a German keyboard", press("+", "BracketRight"), { do: "zoom", way: 1 }],
  ["minus", press("-", "Minus"), { do: "zoom", way: -1 }],
  ["minus on the number pad", press("-", "NumpadSubtract"), { do: "zoom", way: -1 }],
  ["6 on a French keyboard, which writes minus", press("-", "Digit6"), null],
  ["1 on a Swiss keyboard with shift, which writes plus", press("+", "Digit1", { shiftKey: true }), null],
  ["r goes straight to air, as everywhere", press("r", "KeyR"), null],
  ["R with shift records, as everywhere", press("R", "KeyR", { shiftKey: true }), null],
  ["Escape, as everywhere", press("Escape", "Escape"), null],
  ["V with shift cues anew, as everywhere", press("V", "KeyV", { shiftKey: true }), null],
  ["with ctrl", press("a", "KeyA", { ctrlKey: true }), null],
  ["with alt", press("ArrowLeft", "ArrowLeft", { altKey: true }), null],
])("%s", (_, given, wanted) => expect(drawerAction(given)).toEqual(wanted));
