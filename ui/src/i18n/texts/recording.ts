import type { Text } from "../choice";

/** Texts of the recording, and the show that was saved. */
export const recording = {
  "record.start": { en: "Record", fr: "Enregistrer" },
  "record.starting": { en: "Starting", fr: "Départ" },
  "record.finishing": { en: "Saving", fr: "Sauvegarde" },
  "record.failed": { en: "Failed", fr: "Échec" },
  "record.stop": { en: "stop", fr: "arrêter" },
  "record.sure": { en: "Stop?", fr: "Arrêter\u00a0?" },
  "record.sure.help": { en: "again, or hold", fr: "encore, ou tenir" },
  "record.sure.aloud": { en: "Press again, or hold", fr: "Appuyez encore, ou maintenez" },
  "record.again": { en: "again", fr: "réessayer" },
  "recorder.left": { en: "{time} left", fr: "reste {time}" },
  saved: { en: "Saved: {files} files · {size} · {time}", fr: "Sauvegardé\u00a0: {files} fichiers · {size} · {time}" },
  "saved.copy": { en: "Copy path", fr: "Copier le chemin" },
  "saved.copied": { en: "The path is on the clipboard", fr: "Le chemin est dans le presse-papiers" },
  "saved.open": { en: "Open folder", fr: "Ouvrir le dossier" },
  "moment.mark": { en: "Mark", fr: "Repère" },
  "moment.mark.done": { en: "Marked at {time}", fr: "Repère à {time}" },
  "moment.clip": { en: "Clip", fr: "Extrait" },
  "moment.clip.done": { en: "Clip kept", fr: "Extrait gardé" },
  "moment.clip.fleeting": {
    en: "Clip kept for a minute: nothing is recorded (Shift R), nor kept on the disk (O)",
    fr: "Extrait gardé une minute : rien n’est enregistré (Maj R) ni gardé sur le disque (O)",
  },
} as const satisfies Record<string, Text>;
