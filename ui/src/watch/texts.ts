import type { Text } from "../i18n/choice";
import type { State } from "./state";

/** What the page says instead of a picture; nothing while there is one. */
export const slates: Readonly<Record<Exclude<State, "playing">, Text>> = {
  connecting: { en: "Connecting…", fr: "Connexion…" },
  waiting: { en: "The show has not begun", fr: "L’émission n’a pas commencé" },
  paused: { en: "The picture comes back soon", fr: "L’image revient bientôt" },
  partial: {
    en: "No picture for now. This browser can’t show every camera: another one may",
    fr: "Pas d’image pour l’instant. Ce navigateur ne montre pas toutes les caméras\u00a0: un autre le pourra peut-être",
  },
  lost: { en: "Connection lost. It comes back by itself", fr: "Connexion perdue. Elle revient seule" },
  full: {
    en: "Everyone is watching: there is no place left. The page keeps trying",
    fr: "Tout le monde regarde\u00a0: il n’y a plus de place. La page réessaie",
  },
  unsupported: {
    en: "This browser can’t play the show. Try another one",
    fr: "Ce navigateur ne peut pas lire l’émission. Essayez-en un autre",
  },
};

/** On the hold slate, where the director has put nothing. */
export const moment: Text = { en: "One moment", fr: "Un instant" };

/** The page's keys. */
export const keys = {
  sound: { en: "Tap for sound", fr: "Touchez pour le son" },
  full: { en: "Full screen", fr: "Plein écran" },
} satisfies Record<string, Text>;
