/** The languages of the pages. */
export type Language = "en" | "fr";

/** A text in every language. `{name}` is filled in. */
export interface Text {
  readonly en: string;
  readonly fr: string;
}

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
