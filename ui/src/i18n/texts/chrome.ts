import type { Text } from "../choice";

/** Texts of the desk around the pictures: header, footer, what a screen reader says, and when the desk cannot work. */
export const chrome = {
  "header.cameras.none": { en: "No cameras", fr: "Aucune caméra" },
  "header.cameras.one": { en: "1 camera", fr: "1 caméra" },
  "header.cameras": { en: "{count} cameras", fr: "{count} caméras" },
  "header.cameras.some": { en: "Cameras: {live} of {count}", fr: "Caméras\u00a0: {live} sur {count}" },
  "header.join": { en: "Add", fr: "Ajouter" },
  "header.outputs": { en: "Outputs", fr: "Sorties" },
  "header.outputs.viewers.none": { en: "Nobody watches program", fr: "Personne ne regarde le programme" },
  "header.outputs.viewers.one": { en: "1 watches program", fr: "1 regarde le programme" },
  "header.outputs.viewers": { en: "{viewers} watch program", fr: "{viewers} regardent le programme" },
  "header.outputs.trouble": {
    en: "An output does not work: press O",
    fr: "Une sortie ne fonctionne pas\u00a0: touche O",
  },
  "header.outputs.behind": { en: "+{delay} ms", fr: "+{delay} ms" },
  "header.outputs.behind.help": {
    en: "The second screen is {delay} ms behind",
    fr: "Le second écran a {delay} ms de retard",
  },
  "header.keys": { en: "Keys", fr: "Touches" },
  "header.fullscreen": { en: "Full screen", fr: "Plein écran" },
  "header.noNetwork": { en: "No network", fr: "Pas de réseau" },
  "header.address": { en: "Address of the QR code", fr: "Adresse du QR code" },
  "announce.camera": { en: "Camera {number}, {name}, on air", fr: "Caméra {number}, {name}, à l’antenne" },
  "announce.replay": { en: "Replay on air", fr: "Replay à l’antenne" },
  "announce.hold": { en: "Hold slate on air", fr: "Carton d’attente à l’antenne" },
  "announce.slate": { en: "No picture on air", fr: "Pas d’image à l’antenne" },
  "footer.label": { en: "Keys of the show", fr: "Touches du direct" },
  "footer.replay": { en: "Replay {seconds} s", fr: "Replay {seconds} s" },
  "footer.live": { en: "Live", fr: "Direct" },
  "footer.timeline": { en: "Last minute of the program", fr: "Dernière minute du programme" },
  "footer.now": { en: "now", fr: "maintenant" },
  close: { en: "Close", fr: "Fermer" },
  "copy.failed": { en: "The clipboard cannot be used here", fr: "Le presse-papiers n’est pas accessible ici" },
  "trial.what": {
    en: "Régie is finding out how this computer draws best",
    fr: "Régie cherche comment cet ordinateur dessine le mieux",
  },
  "trial.once": { en: "The desk opens in a few seconds", fr: "La régie s’ouvre dans quelques secondes" },
  "trouble.gone": { en: "The engine does not answer", fr: "Le moteur ne répond pas" },
  "trouble.gone.help": {
    en: "This desk comes back by itself as soon as Régie runs again on this computer.",
    fr: "Cette régie revient toute seule dès que Régie tourne à nouveau sur cet ordinateur.",
  },
  "trouble.denied": { en: "This link is not valid any more", fr: "Ce lien n’est plus valable" },
  "trouble.denied.help": {
    en: "Open the desk with the link that Régie printed when it started.",
    fr: "Ouvrez la régie avec le lien que Régie a affiché à son démarrage.",
  },
  "trouble.noToken": { en: "This link is incomplete", fr: "Ce lien est incomplet" },
  "trouble.noToken.help": {
    en: "Open the desk with the whole link that Régie printed when it started: it ends with #token=…",
    fr: "Ouvrez la régie avec le lien entier que Régie a affiché à son démarrage\u00a0: il finit par #token=…",
  },
  "trouble.forgotten": { en: "Open the link once more", fr: "Ouvrez le lien encore une fois" },
  "trouble.forgotten.help": {
    en: "This browser keeps nothing when a page is loaded again. Open the desk with the link that Régie printed when it started: it ends with #token=…",
    fr: "Ce navigateur ne garde rien quand une page est rechargée. Ouvrez la régie avec le lien que Régie a affiché à son démarrage : il finit par #token=…",
  },
  "trouble.noDecoder": { en: "Pictures cannot be shown here", fr: "Impossible de montrer les images ici" },
  "trouble.noDecoder.help": {
    en: "This web engine has no WebCodecs. Update the system, or open the desk in a current Chromium, Edge or Safari.",
    fr: "Ce moteur web n’a pas WebCodecs. Mettez le système à jour, ou ouvrez la régie dans un Chromium, Edge ou Safari récent.",
  },
  "trouble.noCodec": { en: "No video decoder found", fr: "Aucun décodeur vidéo trouvé" },
  "trouble.noCodec.help": {
    en: "Neither H.264 nor VP8 can be decoded. On Debian and Ubuntu install these packages, then start Régie again:",
    fr: "Ni H.264 ni VP8 ne peuvent être décodés. Sur Debian et Ubuntu, installez ces paquets puis relancez Régie\u00a0:",
  },
} as const satisfies Record<string, Text>;
