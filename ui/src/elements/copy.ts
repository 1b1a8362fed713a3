import { t } from "../i18n/language";
import { notify } from "../store/view";
import { el } from "./element";

/** Puts a text on the clipboard; false when the page may not. */
async function copy(text: string): Promise<boolean> {
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

/**
 * Puts a text on the clipboard and says so in a sentence. To be called from a click: web engines allow it to no one
 * else.
 */
export async function take(text: string, done: string): Promise<void> {
  if (await copy(text)) notify(done, "done");
  else notify(t("copy.failed"));
}
