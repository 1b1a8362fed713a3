import type { SoundMode } from "./protocol/SoundMode";
import type { Tally } from "./protocol/Tally";
import type { State } from "./state";
import type { Trouble } from "./trouble";

/** Everything that the page says. */
export interface Texts {
  readonly title: string;
  readonly name: string;
  readonly nameExample: string;
  /** What whoever presses Start agrees to. */
  readonly consent: string;
  readonly start: string;
  readonly flip: string;
  /** The director is heard, or not. */
  readonly listen: string;
  readonly stop: string;
  /** Stop asks for a second tap. */
  readonly stopSure: string;
  readonly again: string;
  /** In portrait, before the start. */
  readonly sideways: string;
  /** While the browser asks. */
  readonly allow: string;
  readonly comingBack: string;
  readonly noSound: string;
  /** The same, while at work. */
  readonly silent: string;
  /** While the desk records. */
  readonly rec: string;
  /** What the microphone is for, while at work. */
  readonly mode: Record<SoundMode, string>;
  readonly keepAwake: string;
  /** The page and the desk are of different versions. */
  readonly outdated: string;
  readonly signal: string;
  /** Nothing of the page works. */
  readonly broken: string;
  readonly state: Record<State, string>;
  readonly tally: Record<Tally, string>;
  /** So many seconds until the audience sees this camera. */
  readonly liveIn: string;
  readonly trouble: Record<Trouble, string>;
}

/** A language that the page speaks. */
export type Language = "en" | "fr";

/** Both languages. */
export const TEXTS: Record<Language, Texts> = {
  en: {
    title: "Régie · camera",
    name: "Camera name",
    nameExample: "Stage left",
    consent: "The show may be recorded: your picture and your sound, from Start to Stop.",
    start: "Start",
    flip: "Flip",
    listen: "Listen",
    stop: "Stop",
    stopSure: "Sure?",
    again: "Try again",
    sideways: "Hold the phone sideways for a wide picture.",
    allow: "Allow the camera and the microphone.",
    comingBack: "It comes back by itself. Keep this page open.",
    noSound: "No microphone: the picture goes without sound.",
    silent: "no sound",
    rec: "REC",
    mode: { music: "music", speech: "speech" },
    keepAwake: "Keep the screen on: this phone may lock itself and stop its camera.",
    outdated:
      "The desk has another version now: no tally here. When you are free press Stop, and this page loads anew.",
    signal: "Signal",
    broken: "This page could not start. Load it again; if that fails, open the link in a current Safari or Chrome.",
    state: {
      idle: "Not started",
      asking: "Waiting for the camera",
      connecting: "Connecting",
      live: "With the desk",
      "on-air": "On air",
      lost: "Lost",
    },
    tally: { program: "LIVE", preview: "NEXT", off: "READY" },
    liveIn: "in {s} s",
    trouble: {
      no_link: "This address has no key. Scan the QR code on the desk.",
      bad_token: "This link is no longer valid. Scan the QR code on the desk again.",
      insecure: "The browser only films over https. Scan the QR code again and accept the certificate.",
      unsupported: "This browser cannot film. Open the link in Safari on an iPhone, in Chrome on Android.",
      desk_full: "The desk is full. Ask the director to remove a camera: this page keeps trying.",
      unreachable:
        "The desk does not answer. Join the laptop’s Wi\u2011Fi: this page keeps trying. If the desk shows another QR code, scan that.",
      blocked: "The desk answers, but the picture does not get through. Turn off any VPN; use the laptop’s Wi\u2011Fi.",
      no_codec: "The desk cannot show this browser’s video. Update it, or open the link in Safari or Chrome.",
      rejected: "The desk did not accept this phone. Scan the QR code again, then tell the director.",
      fault: "Something failed on the desk. Tell the director: this page keeps trying.",
      removed: "The director took this camera out. Press Start if you are wanted again.",
      replaced: "Another phone films as this camera now. Press Start to film with this one instead.",
      other_tab: "This phone now films in another tab. Close that one, or press Start to film here.",
      camera_refused: "The camera is blocked. Allow camera and microphone for this page in the browser’s settings.",
      camera_busy: "Another app has the camera. Close it, then try again.",
      camera_missing: "No camera found. Plug one in, or open the link on another phone.",
      camera_failed: "The camera did not start. Try again; if that fails, restart the phone.",
    },
  },
  fr: {
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
      blocked:
        "La régie répond, mais l’image ne passe pas. Coupez tout VPN\u00a0; prenez le Wi\u2011Fi de l’ordinateur.",
      no_codec: "La régie ne lit pas la vidéo de ce navigateur. Mettez-le à jour, ou prenez Safari ou Chrome.",
      rejected: "La régie a refusé ce téléphone. Scannez de nouveau le QR code, puis prévenez la régie.",
      fault: "Un problème est survenu en régie. Prévenez-la\u00a0: la page réessaie.",
      removed: "La régie a retiré cette caméra. Appuyez sur Démarrer si elle vous redemande.",
      replaced:
        "Un autre téléphone filme maintenant à la place de celui-ci. Appuyez sur Démarrer pour reprendre avec celui-ci.",
      other_tab: "Ce téléphone filme dans un autre onglet. Fermez-le, ou appuyez sur Démarrer pour filmer ici.",
      camera_refused:
        "La caméra est bloquée. Autorisez caméra et micro pour cette page dans les réglages du navigateur.",
      camera_busy: "Une autre application utilise la caméra. Fermez-la, puis réessayez.",
      camera_missing: "Aucune caméra trouvée. Branchez-en une, ou ouvrez le lien sur un autre téléphone.",
      camera_failed: "La caméra n’a pas démarré. Réessayez\u00a0; sinon, redémarrez le téléphone.",
    },
  },
};

/** The page's language: the one asked for, else the first of the operator's that the page speaks, else English. */
export function pickLanguage(asked: string | null, spoken: readonly string[]): Language {
  for (const tag of [asked ?? "", ...spoken]) {
    const language = tag.toLowerCase().split("-", 1)[0];
    if (language === "fr" || language === "en") return language;
  }
  return "en";
}
