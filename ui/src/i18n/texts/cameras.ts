import type { Text } from "../choice";

/** Texts of a camera that comes, its own settings, its name and its end. */
export const cameras = {
  "join.title": { en: "Add a camera", fr: "Ajouter une caméra" },
  "join.scan": { en: "Scan", fr: "Scannez" },
  "join.scan.help": {
    en: "Phone and computer on the same network.",
    fr: "Téléphone et ordinateur sur le même réseau.",
  },
  "join.accept": { en: "Accept", fr: "Acceptez" },
  "join.accept.help": {
    en: "A warning, once: it is your own computer.",
    fr: "Un avertissement, une fois\u00a0: c’est votre ordinateur.",
  },
  "join.accept.iphone": { en: "Show Details › visit this website", fr: "Afficher les détails › visiter ce site web" },
  "join.accept.android": { en: "Advanced › Proceed", fr: "Paramètres avancés › Continuer" },
  "join.film": { en: "Film", fr: "Filmez" },
  "join.film.help": { en: "Type a name, allow the camera, Start.", fr: "Un nom, autorisez la caméra, Démarrer." },
  "join.qr": { en: "QR code that opens the camera page on a phone", fr: "QR code qui ouvre la page caméra" },
  "join.address": { en: "Network of the phones", fr: "Réseau des téléphones" },
  "join.noNetwork": { en: "No network", fr: "Pas de réseau" },
  "join.noNetwork.help": {
    en: "Connect this computer to the phones’ Wi-Fi, or by cable. The code appears by itself.",
    fr: "Reliez cet ordinateur au Wi-Fi des téléphones, ou par câble. Le code apparaît tout seul.",
  },
  "encoders.title": { en: "OBS, FFmpeg and other encoders", fr: "OBS, FFmpeg et autres encodeurs" },
  "encoders.address.copy": { en: "Copy address", fr: "Copier l’adresse" },
  "encoders.address.copied": { en: "The address is on the clipboard", fr: "L’adresse est dans le presse-papiers" },
  "encoders.token.copy": { en: "Copy token", fr: "Copier le jeton" },
  "encoders.token.copied": {
    en: "The token is on the clipboard: it lets its owner be a camera",
    fr: "Le jeton est dans le presse-papiers\u00a0: il permet d’être une caméra",
  },
  "encoders.help": {
    en: "Service WHIP, this address, the token as Bearer Token. H.264 without B-frames, a keyframe every second. For a second encoder, end the address with another word than obs.",
    fr: "Service WHIP, cette adresse, le jeton comme Bearer Token. H.264 sans images B, une image clé par seconde. Pour un second encodeur, terminez l’adresse par un autre mot que obs.",
  },
  "camera.title": { en: "Camera {number}", fr: "Caméra {number}" },
  "camera.mode": { en: "Microphone", fr: "Micro" },
  "camera.music": { en: "Music", fr: "Musique" },
  "camera.music.help": { en: "As it sounds", fr: "Tel quel" },
  "camera.speech": { en: "Speech", fr: "Parole" },
  "camera.speech.help": {
    en: "The phone removes noise and echo",
    fr: "Le téléphone enlève le bruit et l’écho",
  },
  "camera.delay": { en: "Delay of its sound", fr: "Retard du son" },
  "camera.delay.value": { en: "{delay} ms", fr: "{delay} ms" },
  "camera.delay.help": {
    en: "When it is ahead of the other cameras’ pictures.",
    fr: "Quand il arrive avant l’image des autres caméras.",
  },
  "camera.budget": { en: "Bitrate of every camera", fr: "Débit de chaque caméra" },
  "camera.budget.value": { en: "up to {mbps} Mbit/s", fr: "{mbps} Mbit/s au plus" },
  "camera.budget.help": {
    en: "Where the Wi-Fi carries less, cameras share it; the one on program keeps the most.",
    fr: "Quand le Wi-Fi en porte moins, les caméras se le partagent ; celle à l’antenne en garde le plus.",
  },
  "erase.ask": { en: "Erase this camera…", fr: "Effacer cette caméra…" },
  "erase.title": { en: "Erase camera {number}?", fr: "Effacer la caméra {number}\u00a0?" },
  "erase.goes": {
    en: "It leaves the desk, and its own recordings and clips are deleted from this computer, of this show and of earlier ones.",
    fr: "Elle quitte la régie, et ses enregistrements et extraits sont supprimés de cet ordinateur, pour ce spectacle et les précédents.",
  },
  "erase.stays": {
    en: "What was on program stays in the recordings of program.",
    fr: "Ce qui est passé à l’antenne reste dans les enregistrements du programme.",
  },
  "erase.stays.none": {
    en: "Recordings of program, where it was on, stay.",
    fr: "Les enregistrements du programme, là où elle est passée, restent.",
  },
  "erase.yes": { en: "Erase", fr: "Effacer" },
  "rename.title": { en: "Name of camera {number}", fr: "Nom de la caméra {number}" },
  "rename.save": { en: "Rename", fr: "Renommer" },
  "rename.cancel": { en: "Cancel", fr: "Annuler" },
} as const satisfies Record<string, Text>;
