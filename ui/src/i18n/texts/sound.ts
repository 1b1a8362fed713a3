import type { Text } from "../choice";

/** Texts of sound. */
export const sound = {
  "sound.source": { en: "Sound of program", fr: "Son du programme" },
  "sound.follow": { en: "Sound follows the picture", fr: "Le son suit l’image" },
  "sound.replay.own": { en: "The replay’s own sound", fr: "Le son du replay" },
  "sound.replay.silent": { en: "The replay is silent", fr: "Replay sans son" },
  "sound.camera": { en: "Sound of {number} · {name}", fr: "Son de {number} · {name}" },
  "sound.mute": { en: "Mute program", fr: "Couper le son du programme" },
  "sound.unmute": { en: "Sound on again", fr: "Remettre le son" },
  "sound.muted": { en: "SOUND OFF", fr: "SON COUPÉ" },
  "meter.label": { en: "Level", fr: "Niveau" },
  "meter.clipping": { en: "TOO LOUD", fr: "SATURE" },
  "meter.silent": { en: "silent", fr: "muet" },
  "listen.program": { en: "Hear program here", fr: "Écouter le programme ici" },
  "listen.camera": { en: "Hear camera {number} alone, here", fr: "Écouter la caméra {number} seule, ici" },
  "listen.late": { en: "{late} ms behind the picture", fr: "{late} ms après l’image" },
  "listen.unable": { en: "This window plays no sound.", fr: "Cette fenêtre ne joue pas de son." },
  "listen.failed": {
    en: "The sound cannot be played here: press again to try once more",
    fr: "Le son ne peut pas être joué ici : appuyez encore pour réessayer",
  },
} as const satisfies Record<string, Text>;
