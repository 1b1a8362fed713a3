/** What a key asks for. */
export type KeyAction =
  | { do: "cut"; camera: number }
  | { do: "replay" | "live" | "record" | "mark" | "clip" | "mute" | "hear" | "hold" | "alarm" | "escape" }
  | { do: "drawer" | "cue" | "clips" }
  /** For as long as the key is down: to all that listen, or to one camera. */
  | { do: "talk" | "talkToOne" }
  | { do: "join" | "outputs" | "screen" | "audience" | "camera" | "rename" | "remove" | "fullscreen" | "keys" };

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
  ["y", { do: "alarm" }],
  ["b", { do: "hold" }],
  ["v", { do: "drawer" }],
  ["t", { do: "talk" }],
  ["q", { do: "join" }],
  ["o", { do: "outputs" }],
  ["p", { do: "screen" }],
  ["d", { do: "audience" }],
  ["n", { do: "rename" }],
  ["f", { do: "fullscreen" }],
  ["?", { do: "keys" }],
  ["Escape", { do: "escape" }],
  ["F2", { do: "rename" }],
  ["Delete", { do: "remove" }],
]);

/** What a press asks for; null when it is not for the desk, or only repeats. */
export function keyAction(press: KeyPress): KeyAction | null {
  if (press.repeat || press.ctrlKey || press.metaKey) return null;
  const figure = figureOf(press);
  // One press, so that 1 need not wait for a second figure: a cut is at once. Not with Shift, which writes the figures
  // themselves on a French keyboard and moves the cursor on a number pad; browsers keep Ctrl for their tabs.
  if (press.altKey) return figure === null ? null : { do: "cut", camera: 10 + (figure || 10) };
  // With Shift, so that a hand that is in a hurry for a replay neither starts nor ends a recording.
  if (press.shiftKey && press.key.toLowerCase() === "r") return { do: "record" };
  if (press.shiftKey && press.key.toLowerCase() === "v") return { do: "cue" };
  if (press.shiftKey && press.key.toLowerCase() === "c") return { do: "clips" };
  if (press.shiftKey && press.key.toLowerCase() === "t") return { do: "talkToOne" };
  if (figure !== null) return { do: "cut", camera: figure || 10 };
  return SIGNS.get(press.key.length === 1 ? press.key.toLowerCase() : press.key) ?? null;
}

/** What is pressed to cut to a camera, as it stands on the caps; nothing beyond what has a key. */
export function capsOf(camera: number): readonly ("alt" | number)[] {
  if (camera <= 10) return [camera % 10];
  return camera <= 20 ? ["alt", camera % 10] : [];
}

function figureOf({ key, code }: KeyPress): number | null {
  if (/^\d$/.test(key)) return Number(key);
  // By place where the sign is another one: on a French keyboard these keys write & é " and the like.
  const place = /^Digit(\d)$/.exec(code)?.[1];
  return place === undefined ? null : Number(place);
}
