import type { Text } from "../choice";

/** Texts of commands that were refused. */
export const refusals = {
  "refusal.unknown_camera": { en: "There is no camera {number}", fr: "Il n’y a pas de caméra {number}" },
  "refusal.camera_not_live": { en: "Camera {number} has no picture", fr: "La caméra {number} n’a pas d’image" },
  "refusal.nothing_to_replay": { en: "Nothing to replay yet", fr: "Rien à rejouer pour l’instant" },
  "refusal.no_replay": { en: "No replay is there", fr: "Il n’y a pas de replay en cours" },
  "refusal.unknown_mark": { en: "This mark is gone", fr: "Ce repère n’est plus là" },
  "refusal.unknown_clip": { en: "This clip is gone", fr: "Cet extrait n’est plus là" },
  "refusal.unknown_playlist": { en: "This playlist is gone", fr: "Cette playlist n’est plus là" },
  "refusal.list_full": { en: "This list is full", fr: "Cette liste est pleine" },
  "refusal.unknown_address": { en: "This network is gone", fr: "Ce réseau n’est plus là" },
  "refusal.no_codec": {
    en: "This desk and another one have no codec in common",
    fr: "Cette régie et une autre n’ont aucun codec en commun",
  },
  "refusal.other_speaks": { en: "Another desk speaks just now", fr: "Une autre régie parle en ce moment" },
  "refusal.already_recording": { en: "It is being recorded already", fr: "L’enregistrement est déjà en cours" },
  "refusal.not_recording": { en: "Nothing is being recorded", fr: "Rien n’est enregistré" },
  "refusal.out_of_range": { en: "That number is out of range", fr: "Ce nombre est hors limites" },
  "refusal.not_offered": { en: "The phone does not offer that", fr: "Le téléphone ne propose pas cela" },
  "refusal.bad_url": {
    en: "An address begins with http:// or https://",
    fr: "Une adresse commence par http:// ou https://",
  },
  "refusal.already_linked": { en: "This server is connected already", fr: "Ce serveur est déjà connecté" },
  "refusal.too_many_links": { en: "No more servers can be connected", fr: "Impossible de connecter plus de serveurs" },
  "refusal.unknown_link": { en: "This connection is gone", fr: "Cette connexion n’est plus là" },
  "refusal.not_allowed": { en: "Not from this window", fr: "Pas depuis cette fenêtre" },
  "refusal.busy": { en: "Régie is busy: try again", fr: "Régie est occupée\u00a0: réessayez" },
  "refusal.malformed": { en: "Régie did not understand", fr: "Régie n’a pas compris" },
  "refusal.name": { en: "A name needs at least one letter", fr: "Un nom a au moins une lettre" },
} as const satisfies Record<string, Text>;
