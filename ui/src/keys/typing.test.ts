import { expect, test } from "vitest";
import { type Control, controlOf, type Focusable, isTyping } from "./typing";

/** An element in short, as it would be written: `input[type=range]`, `div[role=slider]`, `div[contenteditable]`. */
function element(written: string): Focusable {
  const [, localName = "", name = null, value = ""] = /^(\w+)(?:\[(\w+)(?:=([\w-]+))?\])?$/.exec(written) ?? [];
  return {
    localName,
    isContentEditable: name === "contenteditable",
    getAttribute: (asked) => (asked === name ? value : null),
  };
}

const CONTROLS: [string, Control][] = [
  ["input", "text"],
  ...["text", "search", "url", "tel", "email", "password", "number", "date", "time", "month", "of-tomorrow"].map(
    (type): [string, Control] => [`input[type=${type}]`, "text"],
  ),
  ["textarea", "text"],
  ["div[contenteditable]", "text"],
  ["div[role=textbox]", "text"],
  ["select", "list"],
  ["div[role=listbox]", "list"],
  ["div[role=combobox]", "list"],
  ["input[type=range]", "slider"],
  ["div[role=slider]", "slider"],
  ["input[type=radio]", "choice"],
  ["div[role=tab]", "choice"],
  ["input[type=checkbox]", "button"],
  ["input[type=color]", "button"],
  ["input[type=file]", "button"],
  ["button", "button"],
  ["summary", "button"],
  ["a", "button"],
  ["div[role=toString]", "none"],
  ["body", "none"],
  ["dialog", "none"],
];

test.each(CONTROLS)("%s is %s", (written, control) => expect(controlOf(element(written))).toBe(control));

/** Keys of each kind, and for which controls they are typing. */
test.each<[string, string[], Control[]]>([
  ["a letter or a figure", ["r", "R", "1", "0", "?", "é"], ["text", "list"]],
  ["space", [" "], ["text", "list", "choice", "button"]],
  ["Enter", ["Enter"], ["text", "list", "choice", "button"]],
  ["what moves", ["ArrowLeft", "ArrowDown", "Home", "End", "PageUp"], ["text", "list", "slider", "choice"]],
  ["what deletes", ["Delete", "Backspace"], ["text"]],
  ["F2", ["F2"], ["text"]],
  ["Escape", ["Escape"], []],
])("%s", (_, pressed, typing) => {
  const kinds = new Map(CONTROLS.map(([written, control]) => [control, element(written)]));
  for (const key of pressed) {
    const found = [...kinds].filter(([, one]) => isTyping(one, { key })).map(([control]) => control);
    expect(found.sort(), key).toEqual([...typing].sort());
  }
});
