/** The languages that every page speaks. */
export const LANGUAGES = ["en", "fr"] as const;
