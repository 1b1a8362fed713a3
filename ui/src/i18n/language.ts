import { type TextKey, texts } from "./texts";

/** The languages of the desk. */
export type Language = "en" | "fr";

/** The page's language: `?lang=` first, for tests and screenshots, then the system's. */
export function chooseLanguage(search: string, system: readonly string[]): Language {
  const wanted = [new URLSearchParams(search).get("lang") ?? "", ...system].map(
    (tag) => tag.toLowerCase().split("-")[0],
  );
  return (wanted.find((tag) => tag === "en" || tag === "fr") as Language | undefined) ?? "en";
}

/** The language of this page, for as long as it is open. */
export const language: Language = chooseLanguage(
  globalThis.location?.search ?? "",
  globalThis.navigator?.languages ?? [],
);

/** The text in the page's language, with its blanks filled in. */
export function t(key: TextKey, blanks: Readonly<Record<string, string | number>> = {}): string {
  return fill(texts[key][language], blanks);
}

/** Replaces each `{name}` by its value. */
export function fill(text: string, blanks: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (blank, name: string) => String(blanks[name] ?? blank));
}
