/** What a key asks for. */
export type KeyAction =
  | { do: "cut"; camera: number }
  | { do: "replay" | "live" | "record" | "mark" | "clip" | "mute" | "hear" | "escape" }
  | { do: "join" | "outputs" | "screen" | "camera" | "rename" | "remove" | "fullscreen" | "keys" };

/** What of a keyboard event decides. */
export type KeyPress = Pick<KeyboardEvent, "key" | "code" | "repeat" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

const SIGNS = new Map<string, KeyAction>([
  ["r", { do: "replay" }],
  ["l", { do: "live" }],
  ["m", { do: "mark" }],
  ["c", { do: "clip" }],
  ["s", { do: "mute" }],
  ["h", { do: "hear" }],
  ["e", { do: "camera" }],
  ["q", { do: "join" }],
  ["o", { do: "outputs" }],
  ["p", { do: "screen" }],
  ["n", { do: "rename" }],
  ["f", { do: "fullscreen" }],
  ["?", { do: "keys" }],
  ["Escape", { do: "escape" }],
  ["F2", { do: "rename" }],
  ["Delete", { do: "remove" }],
]);

/** What a press asks for; null when it is not for the desk, or only repeats. */
export function keyAction(press: KeyPress): KeyAction | null {
  if (press.repeat || press.ctrlKey || press.metaKey || press.altKey) return null;
  // With Shift, so that a hand that is in a hurry for a replay neither starts nor ends a recording.
  if (press.shiftKey && press.key.toLowerCase() === "r") return { do: "record" };
  const figure = figureOf(press);
  if (figure !== null) return { do: "cut", camera: figure === 0 ? 10 : figure };
  return SIGNS.get(press.key.length === 1 ? press.key.toLowerCase() : press.key) ?? null;
}

function figureOf({ key, code }: KeyPress): number | null {
  if (/^\d$/.test(key)) return Number(key);
  // By place where the sign is another one: on a French keyboard these keys write & é " and the like.
  const place = /^Digit(\d)$/.exec(code)?.[1];
  return place === undefined ? null : Number(place);
}
