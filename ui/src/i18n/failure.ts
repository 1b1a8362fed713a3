import type { Text } from "./choice";

/** What a page says that can't start. No other text may be needed for it. */
export const failure = {
  title: { en: "This page could not start", fr: "Cette page n’a pas pu démarrer" },
  help: {
    en: "Load it again. If that fails, open it in a current Chrome, Edge or Safari.",
    fr: "Rechargez-la. Si cela échoue, ouvrez-la dans un Chrome, Edge ou Safari récent.",
  },
} satisfies Record<string, Text>;
