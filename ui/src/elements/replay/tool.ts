import { el } from "../element";
import { icon } from "../icons";

/** A small key of a row, which is reached where the row has the focus. */
export function tool(name: Parameters<typeof icon>[0], title: string, testid: string, act: () => void): HTMLElement {
  const key = el("button", { class: "tool", type: "button", title, "data-testid": testid }, icon(name));
  key.addEventListener("click", act);
  return key;
}
