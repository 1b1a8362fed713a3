import type { Texts } from "../i18n";

/** French. */
export const fr: Texts = {
  title: "Régie · caméra",
  name: "Nom de la caméra",
  nameExample: "Côté jardin",
  consent: "Le spectacle peut être enregistré\u00a0: votre image et votre son, de Démarrer à Arrêter.",
  start: "Démarrer",
  flip: "Changer",
  listen: "Écouter",
  stop: "Arrêter",
  stopSure: "Sûr\u00a0?",
  again: "Réessayer",
  sideways: "Tenez le téléphone à l’horizontale pour une image large.",
  allow: "Autorisez la caméra et le micro.",
  comingBack: "Elle revient toute seule. Gardez cette page ouverte.",
  noSound: "Pas de micro\u00a0: l’image part sans le son.",
  silent: "sans son",
  rec: "REC",
  mode: { music: "musique", speech: "parole" },
  keepAwake: "Gardez l’écran allumé\u00a0: verrouillé, ce téléphone coupe sa caméra.",
  outdated:
    "La régie a changé de version\u00a0: plus de voyant ici. Dès que possible appuyez sur Arrêter\u00a0: la page se recharge.",
  signal: "Signal",
  broken:
    "Cette page n’a pas pu démarrer. Rechargez-la\u00a0; si cela échoue, ouvrez le lien dans un Safari ou un Chrome récent.",
  state: {
    idle: "À l’arrêt",
    asking: "Attente de la caméra",
    connecting: "Connexion",
    live: "Reliée à la régie",
    "on-air": "À l’antenne",
    lost: "Perdue",
  },
  tally: { program: "ANTENNE", preview: "SUIVANTE", off: "PRÊTE" },
  liveIn: "dans {s} s",
  trouble: {
    no_link: "Cette adresse n’a pas de clé. Scannez le QR code affiché en régie.",
    bad_token: "Ce lien n’est plus valable. Scannez de nouveau le QR code affiché en régie.",
    insecure: "Le navigateur ne filme qu’en https. Scannez de nouveau le QR code et acceptez le certificat.",
    unsupported: "Ce navigateur ne sait pas filmer. Ouvrez le lien dans Safari (iPhone) ou Chrome (Android).",
    desk_full: "La régie est complète. Demandez à la régie de retirer une caméra\u00a0: la page réessaie.",
    unreachable:
      "La régie ne répond pas. Mettez-vous sur le Wi\u2011Fi de l’ordinateur\u00a0: la page réessaie. Si la régie affiche un autre QR code, scannez-le.",
    blocked: "La régie répond, mais l’image ne passe pas. Coupez tout VPN\u00a0; prenez le Wi\u2011Fi de l’ordinateur.",
    no_codec: "La régie ne lit pas la vidéo de ce navigateur. Mettez-le à jour, ou prenez Safari ou Chrome.",
    rejected: "La régie a refusé ce téléphone. Scannez de nouveau le QR code, puis prévenez la régie.",
    fault: "Un problème est survenu en régie. Prévenez-la\u00a0: la page réessaie.",
    removed: "La régie a retiré cette caméra. Appuyez sur Démarrer si elle vous redemande.",
    replaced:
      "Un autre téléphone filme maintenant à la place de celui-ci. Appuyez sur Démarrer pour reprendre avec celui-ci.",
    other_tab: "Ce téléphone filme dans un autre onglet. Fermez-le, ou appuyez sur Démarrer pour filmer ici.",
    camera_refused: "La caméra est bloquée. Autorisez caméra et micro pour cette page dans les réglages du navigateur.",
    camera_busy: "Une autre application utilise la caméra. Fermez-la, puis réessayez.",
    camera_missing: "Aucune caméra trouvée. Branchez-en une, ou ouvrez le lien sur un autre téléphone.",
    camera_failed: "La caméra n’a pas démarré. Réessayez\u00a0; sinon, redémarrez le téléphone.",
  },
};
