import { expect, test } from "vitest";
import { capsOf, type KeyPress, keyAction } from "./keys";

function press(key: string, code: string, changes: Partial<KeyPress> = {}): KeyPress {
  return { key, code, repeat: false, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...changes };
}

test.each([
  ["1", press("1", "Digit1"), { do: "cut", camera: 1 }],
  ["9 on the number pad", press("9", "Numpad9"), { do: "cut", camera: 9 }],
  ["0 is ten", press("0", "Digit0"), { do: "cut", camera: 10 }],
  ["2 on a French keyboard", press("é", "Digit2"), { do: "cut", camera: 2 }],
  ["the number pad without num lock is not a figure", press("End", "Numpad1"), null],
  ["3 from a remote control that knows no places", press("3", ""), { do: "cut", camera: 3 }],
  ["r", press("r", "KeyR"), { do: "replay" }],
  ["R with caps lock", press("R", "KeyR"), { do: "replay" }],
  ["R with shift", press("R", "KeyR", { shiftKey: true }), { do: "record" }],
  ["R with shift and caps lock", press("r", "KeyR", { shiftKey: true }), { do: "record" }],
  ["m", press("m", "KeyM"), { do: "mark" }],
  ["c", press("c", "KeyC"), { do: "clip" }],
  ["s", press("s", "KeyS"), { do: "mute" }],
  ["e", press("e", "KeyE"), { do: "camera" }],
  ["l", press("l", "KeyL"), { do: "live" }],
  ["Escape", press("Escape", "Escape"), { do: "escape" }],
  ["q where a French keyboard has it", press("q", "KeyA"), { do: "join" }],
  ["o", press("o", "KeyO"), { do: "outputs" }],
  ["p", press("p", "KeyP"), { do: "screen" }],
  ["d", press("d", "KeyD"), { do: "audience" }],
  ["?", press("?", "Comma"), { do: "keys" }],
  ["n", press("n", "KeyN"), { do: "rename" }],
  ["F2", press("F2", "F2"), { do: "rename" }],
  ["Delete", press("Delete", "Delete"), { do: "remove" }],
  ["f", press("f", "KeyF"), { do: "fullscreen" }],
  ["a key without a meaning", press("x", "KeyX"), null],
  ["an inherited name is no key", press("toString", ""), null],
  ["a repeat", press("r", "KeyR", { repeat: true }), null],
  ["with ctrl", press("r", "KeyR", { ctrlKey: true }), null],
  ["with meta", press("1", "Digit1", { metaKey: true }), null],
  ["with alt", press("l", "KeyL", { altKey: true }), null],
  ["alt 1 is eleven", press("1", "Digit1", { altKey: true }), { do: "cut", camera: 11 }],
  ["alt 6 is sixteen", press("6", "Numpad6", { altKey: true }), { do: "cut", camera: 16 }],
  ["alt 0 is twenty", press("0", "Digit0", { altKey: true }), { do: "cut", camera: 20 }],
  ["alt 2 on a French keyboard", press("é", "Digit2", { altKey: true }), { do: "cut", camera: 12 }],
  ["option 1 on a Mac", press("¡", "Digit1", { altKey: true }), { do: "cut", camera: 11 }],
  ["1 on a French keyboard with shift", press("1", "Digit1", { shiftKey: true }), { do: "cut", camera: 1 }],
  ["AltGr 2 of Windows", press("~", "Digit2", { altKey: true, ctrlKey: true }), null],
  ["y", press("y", "KeyY"), { do: "alarm" }],
  ["b", press("b", "KeyB"), { do: "hold" }],
  ["t", press("t", "KeyT"), { do: "talk" }],
  ["T with shift", press("T", "KeyT", { shiftKey: true }), { do: "talkToOne" }],
  ["t that is held", press("t", "KeyT", { repeat: true }), null],
  ["v", press("v", "KeyV"), { do: "drawer" }],
  ["V with caps lock", press("V", "KeyV"), { do: "drawer" }],
  ["C with shift", press("C", "KeyC", { shiftKey: true }), { do: "clips" }],
  ["V with shift", press("V", "KeyV", { shiftKey: true }), { do: "cue" }],
])("%s", (_, given, wanted) => expect(keyAction(given)).toEqual(wanted));

test("what stands on a camera's cap cuts to it", () => {
  for (let camera = 1; camera <= 20; camera += 1) {
    const [figure = -1, alt] = [...capsOf(camera)].reverse();
    const key = String(figure);
    expect(keyAction(press(key, `Digit${key}`, { altKey: alt === "alt" }))).toEqual({ do: "cut", camera });
  }
  expect(capsOf(21)).toEqual([]);
});
