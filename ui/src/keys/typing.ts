import type { KeyPress } from "./keys";

/** What has the focus, as far as it decides which keys are its own. */
export type Control = "text" | "list" | "slider" | "choice" | "button" | "none";

/** Inputs that no text is typed into. Every other type, one that is still to be invented too, is taken for text. */
const INPUTS: Readonly<Record<string, Control>> = {
  range: "slider",
  radio: "choice",
  checkbox: "button",
  button: "button",
  submit: "button",
  reset: "button",
  image: "button",
  color: "button",
  file: "button",
};

const ROLES: Readonly<Record<string, Control>> = {
  textbox: "text",
  searchbox: "text",
  spinbutton: "text",
  combobox: "list",
  listbox: "list",
  menu: "list",
  tree: "list",
  slider: "slider",
  radiogroup: "choice",
  radio: "choice",
  tablist: "choice",
  tab: "choice",
  checkbox: "button",
  switch: "button",
  button: "button",
  link: "button",
};

/** Keys that move a slider or a choice. */
const MOVES = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"]);

/** What of an element decides. */
export type Focusable = Pick<HTMLElement, "localName" | "isContentEditable" | "getAttribute">;

/** The kind of control that an element is. */
export function controlOf(element: Focusable): Control {
  if (element.isContentEditable) return "text";
  const role = element.getAttribute("role");
  if (role !== null && Object.hasOwn(ROLES, role)) return ROLES[role] ?? "none";
  switch (element.localName) {
    case "input": {
      const type = element.getAttribute("type")?.toLowerCase() ?? "text";
      return Object.hasOwn(INPUTS, type) ? (INPUTS[type] ?? "text") : "text";
    }
    case "textarea":
      return "text";
    case "select":
      return "list";
    case "button":
    case "summary":
    case "a":
      return "button";
    default:
      return "none";
  }
}

/**
 * Whether a key is typing: the focused control's own, and none of the desk's. The only place that says so. Escape is
 * never typing: it is the way out of everything.
 */
export function isTyping(element: Focusable, { key }: Pick<KeyPress, "key">): boolean {
  if (key === "Escape") return false;
  switch (controlOf(element)) {
    case "text":
      return true;
    case "list":
      // A letter or a figure goes to the entry that begins with it.
      return key.length === 1 || MOVES.has(key) || key === "Enter";
    case "slider":
      return MOVES.has(key);
    case "choice":
      return MOVES.has(key) || key === " " || key === "Enter";
    case "button":
      return key === " " || key === "Enter";
    case "none":
      return false;
  }
}
