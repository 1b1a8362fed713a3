import { el } from "./element";

/**
 * Puts a text on the clipboard; false when the page may not. To be called from a click: web engines allow it to no
 * one else.
 */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // The window's WebKitGTK has no clipboard for pages of its own scheme, and knows the older way.
    const field = el("textarea", { class: "copy" });
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }
}
