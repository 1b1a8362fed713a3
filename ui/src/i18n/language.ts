import { language } from "./choice";
import { type TextKey, texts } from "./texts";

/** The text of the desk in the page's language, with its blanks filled in. */
export function t(key: TextKey, blanks: Readonly<Record<string, string | number>> = {}): string {
  return fill(texts[key][language], blanks);
}

/** Replaces each `{name}` by its value. */
export function fill(text: string, blanks: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (blank, name: string) => String(blanks[name] ?? blank));
}
