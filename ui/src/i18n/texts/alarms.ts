import type { Text } from "../choice";

/** Texts of what is wrong. */
export const alarms = {
  "alarm.disk_low": { en: "Disk nearly full: {time} left", fr: "Disque presque plein\u00a0: reste {time}" },
  "alarm.disk_low.help": {
    en: "Make room, or end the recording and choose another disk.",
    fr: "Faites de la place, ou arrêtez l’enregistrement et changez de disque.",
  },
  "alarm.isos_stopped": {
    en: "Disk full: cameras are not recorded",
    fr: "Disque plein\u00a0: caméras non enregistrées",
  },
  "alarm.isos_stopped.help": {
    en: "Program still is. Make room now.",
    fr: "Le programme l’est encore. Faites de la place maintenant.",
  },
  "alarm.frames_lost": {
    en: "Pictures are missing in the recording",
    fr: "Des images manquent dans l’enregistrement",
  },
  "alarm.frames_lost.help": { en: "The disk is too slow or full.", fr: "Le disque est trop lent ou plein." },
  "alarm.failed": { en: "Nothing is recorded any more", fr: "Plus rien n’est enregistré" },
  "alarm.again": { en: "Record again", fr: "Réessayer" },
  "alarm.end": { en: "Do without", fr: "S’en passer" },
  "alarm.link": { en: "Link to a server down", fr: "Liaison coupée" },
  "alarm.screen": { en: "Second screen lost", fr: "Second écran perdu" },
  "alarm.note": { en: "Understood", fr: "Compris" },
  "alarms.again": { en: "Say again what is wrong", fr: "Redire ce qui ne va pas" },
  "alarms.disk_low": { en: "Disk: {time}", fr: "Disque\u00a0: {time}" },
  "alarms.isos_stopped": { en: "Cameras not recorded", fr: "Caméras non enregistrées" },
  "alarms.frames_lost": { en: "Recording has gaps", fr: "Enregistrement troué" },
  "alarms.failed": { en: "Nothing recorded", fr: "Rien n’est enregistré" },
} as const satisfies Record<string, Text>;
