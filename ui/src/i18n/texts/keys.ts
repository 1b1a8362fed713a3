import type { Text } from "../choice";

/** Texts of the list of keys, and on their caps. */
export const keys = {
  "keys.title": { en: "Keys", fr: "Touches" },
  "keys.cut": { en: "Cut to camera 1 to 9", fr: "Passer à la caméra 1 à 9" },
  "keys.cut10": { en: "Cut to camera 10", fr: "Passer à la caméra 10" },
  "keys.cut11": { en: "Cut to camera 11 to 16", fr: "Passer à la caméra 11 à 16" },
  "keys.replay": { en: "Replay the last {seconds} seconds", fr: "Rejouer les {seconds} dernières secondes" },
  "keys.live": { en: "Back to live", fr: "Retour au direct" },
  "keys.join": {
    en: "Add a camera: show or hide the QR code",
    fr: "Ajouter une caméra\u00a0: montrer ou cacher le QR code",
  },
  "keys.record": {
    en: "Record the show; twice, or held: save it",
    fr: "Enregistrer\u00a0; deux fois, ou maintenu\u00a0: sauvegarder",
  },
  "keys.alarm": { en: "An alarm is understood, or is said again", fr: "Alarme comprise, ou redite" },
  "keys.hold": { en: "Hold slate on program, or off again", fr: "Carton d’attente à l’antenne, ou retour" },
  "keys.mark": { en: "Mark this moment in the recording", fr: "Poser un repère dans l’enregistrement" },
  "keys.clip": {
    en: "Keep the replay, or the last {seconds} seconds",
    fr: "Garder le replay, ou les {seconds} dernières secondes",
  },
  "keys.mute": { en: "Sound of program off, or on again", fr: "Couper ou remettre le son du programme" },
  "keys.hear": { en: "Hear program here, or nothing", fr: "Écouter le programme ici, ou rien" },
  "keys.camera": {
    en: "Sound of the camera in focus, or of the one on program",
    fr: "Son de la caméra sélectionnée, ou de celle à l’antenne",
  },
  "keys.outputs": { en: "Show or hide the outputs", fr: "Montrer ou cacher les sorties" },
  "keys.screen": { en: "Open or close the second screen", fr: "Ouvrir ou fermer le second écran" },
  "keys.audience": {
    en: "See program as the audience does, or at once",
    fr: "Voir le programme comme le public, ou sans retard",
  },
  "keys.rename": {
    en: "Rename the camera in focus, or the one on program",
    fr: "Renommer la caméra sélectionnée, ou celle à l’antenne",
  },
  "keys.remove": { en: "Remove the camera in focus", fr: "Retirer la caméra sélectionnée" },
  "keys.move": {
    en: "Move the camera in focus to another place",
    fr: "Déplacer la caméra sélectionnée vers une autre place",
  },
  "keys.tools": { en: "Tools of the camera in focus", fr: "Outils de la caméra sélectionnée" },
  "keys.fullscreen": { en: "Full screen", fr: "Plein écran" },
  "keys.focus": { en: "Go from key to key", fr: "Aller d’une touche à l’autre" },
  "keys.keys": { en: "Show these keys", fr: "Montrer ces touches" },
  "key.alt": { en: "Alt", fr: "Alt" },
  "key.shift": { en: "Shift", fr: "Maj" },
  "key.escape": { en: "Esc", fr: "Échap" },
  "key.delete": { en: "Del", fr: "Suppr" },
  "key.enter": { en: "Enter", fr: "Entrée" },
  "key.tab": { en: "Tab", fr: "Tab" },
} as const satisfies Record<string, Text>;
