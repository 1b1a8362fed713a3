import type { Text } from "../choice";

/** Texts of the hold slate. */
export const hold = {
  "hold.key": { en: "Hold", fr: "Attente" },
  "hold.badge": { en: "HOLD", fr: "ATTENTE" },
  "hold.title": { en: "Hold slate", fr: "Carton d’attente" },
  "hold.text": { en: "Words on it", fr: "Texte du carton" },
  "hold.picture.choose": { en: "Choose a picture", fr: "Choisir une image" },
  "hold.picture.remove": { en: "Remove the picture", fr: "Retirer l’image" },
  "hold.picture.refused": {
    en: "This file is no picture that can be shown",
    fr: "Ce fichier n’est pas une image affichable",
  },
} as const satisfies Record<string, Text>;
