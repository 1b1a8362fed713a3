import type { Text } from "../choice";

/** Texts of speaking to the phones. */
export const talk = {
  "talk.key": { en: "Talk", fr: "Parler" },
  "talk.opening": { en: "Microphone…", fr: "Micro…" },
  "talk.all": { en: "To all", fr: "À tous" },
  "talk.one": { en: "To {number}", fr: "À la {number}" },
  "talk.other": { en: "Other desk", fr: "Autre régie" },
  "talk.title": {
    en: "Hold to speak to the {count} phones that listen",
    fr: "Maintenir pour parler aux {count} téléphones à l’écoute",
  },
  "talk.title.one": {
    en: "Hold to speak to the one phone that listens",
    fr: "Maintenir pour parler au téléphone à l’écoute",
  },
  "talk.title.none": {
    en: "Hold to speak to the phones; none listens yet: each turns that on itself",
    fr: "Maintenir pour parler aux téléphones\u00a0; aucun n’écoute\u00a0: chacun l’active lui-même",
  },
  "talk.to": {
    en: "Hold to speak to camera {number} alone (Shift T)",
    fr: "Maintenir pour parler à la caméra {number} seule (Maj T)",
  },
  "talk.deaf": {
    en: "Camera {number} does not listen: whoever holds it turns that on",
    fr: "La caméra {number} n’écoute pas\u00a0: c’est à qui la tient de l’activer",
  },
  "talk.ask": {
    en: "To speak to the phones Régie needs the microphone: allow it, then hold T",
    fr: "Pour parler aux téléphones, Régie a besoin du micro\u00a0: autorisez-le, puis maintenez T",
  },
  "talk.ready": {
    en: "The microphone is ready: hold T to speak",
    fr: "Le micro est prêt\u00a0: maintenez T pour parler",
  },
  "talk.denied": {
    en: "The microphone is not allowed here: the browser’s settings of this page change that",
    fr: "Le micro n’est pas autorisé ici\u00a0: voyez les réglages de cette page dans le navigateur",
  },
  "talk.none": { en: "No microphone was found", fr: "Aucun micro n’a été trouvé" },
  "talk.failed": { en: "The microphone can’t be opened", fr: "Le micro ne peut pas être ouvert" },
  "talk.ended": { en: "The microphone is gone", fr: "Le micro n’est plus là" },
  "talk.unable": {
    en: "This window has no microphone: open the desk in a browser to speak",
    fr: "Cette fenêtre n’a pas de micro\u00a0: ouvrez la régie dans un navigateur pour parler",
  },
} as const satisfies Record<string, Text>;
