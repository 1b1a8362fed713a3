/** A text in every language of the desk. `{name}` is filled in. */
export interface Text {
  readonly en: string;
  readonly fr: string;
}

/** Every text of the desk, short, as a crew says them. */
export const texts = {
  // The desk itself
  "header.cameras.none": { en: "No cameras", fr: "Aucune caméra" },
  "header.cameras.one": { en: "1 camera", fr: "1 caméra" },
  "header.cameras": { en: "{count} cameras", fr: "{count} caméras" },
  "header.cameras.some": { en: "{live} of {count} cameras", fr: "{live} caméras sur {count}" },
  "header.join": { en: "Join", fr: "Ajouter" },
  "header.outputs": { en: "Outputs", fr: "Sorties" },
  "header.outputs.viewers": { en: "{viewers} watch program", fr: "{viewers} regardent le programme" },
  "header.outputs.trouble": {
    en: "An output does not work: press O",
    fr: "Une sortie ne fonctionne pas : touche O",
  },
  "header.keys": { en: "Keys", fr: "Touches" },
  "header.fullscreen": { en: "Full screen", fr: "Plein écran" },
  "header.noNetwork": { en: "No network", fr: "Pas de réseau" },
  "header.address": { en: "Address of the QR code", fr: "Adresse du QR code" },

  // Program
  "program.label": { en: "Program", fr: "Programme" },
  "program.pgm": { en: "PGM", fr: "PGM" },
  "program.replay": { en: "REPLAY", fr: "REPLAY" },
  "slate.none": { en: "No picture", fr: "Pas d’image" },
  "slate.none.help": { en: "Press a number or click a camera", fr: "Tapez un numéro ou cliquez une caméra" },
  "slate.lost": { en: "Camera {number} lost", fr: "Caméra {number} perdue" },
  "slate.lost.help": {
    en: "It comes back by itself. Press a number for another one",
    fr: "Elle revient seule. Tapez un numéro pour en choisir une autre",
  },
  "slate.connecting": { en: "Camera {number} is connecting", fr: "Caméra {number} en connexion" },
  "slate.waiting": { en: "Camera {number}: waiting for its picture", fr: "Caméra {number} : image en attente" },
  "slate.waiting.help": { en: "It comes by itself", fr: "Elle arrive toute seule" },

  // Tiles
  "tile.cut": { en: "Cut to camera {number}, {name}", fr: "Passer à la caméra {number}, {name}" },
  "tile.pgm": { en: "PGM", fr: "PGM" },
  "tile.next": { en: "NEXT", fr: "SUIVANTE" },
  "tile.connecting": { en: "Connecting", fr: "Connexion" },
  "tile.lost": { en: "Lost {time}", fr: "Perdue {time}" },
  "tile.lost.help": { en: "coming back by itself", fr: "elle revient seule" },
  "tile.waiting": { en: "No picture yet", fr: "Pas encore d’image" },
  "tile.rename": { en: "Rename", fr: "Renommer" },
  "tile.settings": { en: "Sound, erase", fr: "Son, effacer" },
  "tile.remove": { en: "Remove", fr: "Retirer" },
  "tile.remove.ask": { en: "Remove camera {number}?", fr: "Retirer la caméra {number} ?" },
  "tile.remove.yes": { en: "Remove", fr: "Retirer" },
  "tile.remove.no": { en: "Keep", fr: "Garder" },
  "tile.figures": {
    en: "{width}×{height} {codec}, {fps} pictures/s, {rate} Mbit/s, {loss} % lost, {dropped} not shown here",
    fr: "{width}×{height} {codec}, {fps} images/s, {rate} Mbit/s, {loss} % perdues, {dropped} non montrées ici",
  },
  "tile.fps": { en: "{fps} fps", fr: "{fps} i/s" },
  "tile.saving": { en: "Slowed", fr: "Ralentie" },
  "tile.saving.help": {
    en: "This computer is busy: the tile shows a picture now and then, so that program stays fluent",
    fr: "L’ordinateur est chargé : la vignette montre une image de temps en temps pour que le programme reste fluide",
  },
  "tile.battery": { en: "{percent} %", fr: "{percent} %" },
  "tile.reordered": { en: "B-frames", fr: "Images B" },
  "tile.reordered.help": {
    en: "Its encoder makes B-frames: the picture is late and uneven. Set them to 0.",
    fr: "Son encodeur fait des images B : l’image est en retard et saccadée. Réglez-les à 0.",
  },
  "tile.free": { en: "Add a camera", fr: "Ajouter" },

  // Footer
  "footer.replay": { en: "Replay {seconds} s", fr: "Replay {seconds} s" },
  "footer.live": { en: "Live", fr: "Direct" },
  "footer.timeline": { en: "Last minute of the program", fr: "Dernière minute du programme" },
  "footer.now": { en: "now", fr: "maintenant" },

  // The way in
  "join.title": { en: "Add a camera", fr: "Ajouter une caméra" },
  "join.scan": { en: "Scan", fr: "Scannez" },
  "join.scan.help": {
    en: "Phone and computer on the same network.",
    fr: "Téléphone et ordinateur sur le même réseau.",
  },
  "join.accept": { en: "Accept", fr: "Acceptez" },
  "join.accept.help": {
    en: "A warning, once: it is your own computer.",
    fr: "Un avertissement, une fois : c’est votre ordinateur.",
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
    fr: "Le jeton est dans le presse-papiers : il permet d’être une caméra",
  },
  "copy.failed": { en: "The clipboard cannot be used here", fr: "Le presse-papiers n’est pas accessible ici" },
  "encoders.help": {
    en: "Service WHIP, this address, the token as Bearer Token. H.264 without B-frames, a keyframe every second. For a second encoder, end the address with another word than obs.",
    fr: "Service WHIP, cette adresse, le jeton comme Bearer Token. H.264 sans images B, une image clé par seconde. Pour un second encodeur, terminez l’adresse par un autre mot que obs.",
  },

  // The recording
  "record.start": { en: "Record", fr: "Enregistrer" },
  "record.starting": { en: "Starting", fr: "Départ" },
  "record.finishing": { en: "Saving", fr: "Sauvegarde" },
  "record.failed": { en: "Failed", fr: "Échec" },
  "record.stop": { en: "stop", fr: "arrêter" },
  "record.again": { en: "again", fr: "réessayer" },
  "recorder.left": { en: "{time} left", fr: "reste {time}" },
  "left.minutes": { en: "{minutes} min", fr: "{minutes} min" },
  "left.hoursMinutes": { en: "{hours} h {minutes}", fr: "{hours} h {minutes}" },
  "left.hours": { en: "{hours} h", fr: "{hours} h" },
  "left.days": { en: "{days} days", fr: "{days} jours" },
  "size.gigabytes": { en: "{size} GB", fr: "{size} Go" },
  "size.megabytes": { en: "{size} MB", fr: "{size} Mo" },
  saved: { en: "Saved: {files} files · {size} · {time}", fr: "Enregistré : {files} fichiers · {size} · {time}" },
  "saved.copy": { en: "Copy path", fr: "Copier le chemin" },
  "saved.copied": { en: "The path is on the clipboard", fr: "Le chemin est dans le presse-papiers" },
  "saved.open": { en: "Open folder", fr: "Ouvrir le dossier" },
  "moment.mark": { en: "Mark", fr: "Repère" },
  "moment.mark.done": { en: "Marked at {time}", fr: "Repère à {time}" },
  "moment.clip": { en: "Clip", fr: "Extrait" },
  "moment.clip.done": { en: "Clip kept", fr: "Extrait gardé" },
  "alarm.disk_low": { en: "Disk nearly full: {time} left", fr: "Disque presque plein : reste {time}" },
  "alarm.disk_low.help": {
    en: "Make room, or end the recording and choose another disk.",
    fr: "Faites de la place, ou arrêtez l’enregistrement et changez de disque.",
  },
  "alarm.isos_stopped": {
    en: "Disk full: cameras are not recorded",
    fr: "Disque plein : caméras non enregistrées",
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
  "alarm.note": { en: "Understood", fr: "Compris" },

  // Sound
  "sound.source": { en: "Sound of program", fr: "Son du programme" },
  "sound.follow": { en: "Sound follows the picture", fr: "Le son suit l’image" },
  "sound.camera": { en: "Sound of {number} · {name}", fr: "Son de {number} · {name}" },
  "sound.mute": { en: "Mute program", fr: "Couper le son du programme" },
  "sound.unmute": { en: "Sound on again", fr: "Remettre le son" },
  "meter.label": { en: "Level", fr: "Niveau" },
  "meter.clipping": { en: "TOO LOUD", fr: "SATURE" },
  "meter.silent": { en: "silent", fr: "muet" },
  "listen.program": { en: "Hear program here", fr: "Écouter le programme ici" },
  "listen.camera": { en: "Hear camera {number} alone, here", fr: "Écouter la caméra {number} seule, ici" },
  "listen.late": { en: "{late} ms behind the picture", fr: "{late} ms après l’image" },
  "listen.unable": { en: "This window plays no sound.", fr: "Cette fenêtre ne joue pas de son." },
  "sound.muted": { en: "SOUND OFF", fr: "SON COUPÉ" },

  // A camera's own settings
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
  "erase.ask": { en: "Erase this camera…", fr: "Effacer cette caméra…" },
  "erase.title": { en: "Erase camera {number}?", fr: "Effacer la caméra {number} ?" },
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

  // The second screen
  "screen.slate": { en: "One moment", fr: "Un instant" },
  "screen.hint": { en: "F for full screen", fr: "F pour le plein écran" },
  "screen.title": { en: "Second screen", fr: "Second écran" },
  "screen.open": { en: "Show program", fr: "Montrer le programme" },
  "screen.close": { en: "Close", fr: "Fermer" },
  "screen.on": { en: "Program is on {display}", fr: "Le programme est sur {display}" },
  "screen.on.unknown": { en: "Program is in a window of its own", fr: "Le programme est dans une fenêtre à part" },
  "screen.off": { en: "A projector or a second display", fr: "Un projecteur ou un second écran" },
  "screen.first": { en: "main display", fr: "écran principal" },
  "screen.desk": { en: "the desk is here", fr: "la régie est ici" },
  "screen.lost": {
    en: "{display} was unplugged: the second screen is closed",
    fr: "{display} a été débranché : le second écran est fermé",
  },
  "screen.refused": {
    en: "No window could be opened: allow pop-ups for this page, then press again",
    fr: "Aucune fenêtre n’a pu s’ouvrir : autorisez les pop-ups pour cette page, puis recommencez",
  },

  // What leaves the desk
  "outputs.title": { en: "Outputs", fr: "Sorties" },
  "watch.title": { en: "Watch in the room", fr: "Regarder sur place" },
  "watch.qr": { en: "QR code that opens program on a phone", fr: "QR code qui ouvre le programme sur un téléphone" },
  "watch.viewers": { en: "{viewers} of {limit} viewers", fr: "{viewers} spectateurs sur {limit}" },
  "watch.copy": { en: "Copy link", fr: "Copier le lien" },
  "watch.copied": { en: "The link is on the clipboard", fr: "Le lien est dans le presse-papiers" },
  "watch.obs": { en: "Copy for OBS", fr: "Copier pour OBS" },
  "watch.obs.copied": {
    en: "The link is on the clipboard: paste it into a browser source",
    fr: "Le lien est dans le presse-papiers : collez-le dans une source navigateur",
  },
  "push.title": { en: "Send to a server", fr: "Envoyer à un serveur" },
  "push.add": { en: "Add a server (WHIP)", fr: "Ajouter un serveur (WHIP)" },
  "push.url": { en: "https://server/whip", fr: "https://serveur/whip" },
  "pull.title": { en: "Take from a server", fr: "Recevoir d’un serveur" },
  "pull.add": { en: "Add a source (WHEP)", fr: "Ajouter une source (WHEP)" },
  "pull.url": { en: "https://server/whep", fr: "https://serveur/whep" },
  "pull.name": { en: "Camera name", fr: "Nom de la caméra" },
  "link.token": { en: "Token, if it wants one", fr: "Jeton, si le serveur en veut un" },
  "link.add": { en: "Connect", fr: "Connecter" },
  "link.remove": { en: "Disconnect", fr: "Déconnecter" },
  "link.connecting": { en: "Connecting", fr: "Connexion" },
  "link.live": { en: "Live {time}", fr: "En direct {time}" },
  "link.frozen": { en: "Picture frozen {time}", fr: "Image figée {time}" },
  "link.waiting": { en: "Failed, tries again", fr: "Échec, nouvel essai" },
  close: { en: "Close", fr: "Fermer" },

  // Rename
  "rename.title": { en: "Name of camera {number}", fr: "Nom de la caméra {number}" },
  "rename.save": { en: "Save", fr: "Enregistrer" },
  "rename.cancel": { en: "Cancel", fr: "Annuler" },

  // Keys
  "keys.title": { en: "Keys", fr: "Touches" },
  "keys.cut": { en: "Cut to camera 1 to 9", fr: "Passer à la caméra 1 à 9" },
  "keys.cut10": { en: "Cut to camera 10", fr: "Passer à la caméra 10" },
  "keys.replay": { en: "Replay the last {seconds} seconds", fr: "Rejouer les {seconds} dernières secondes" },
  "keys.live": { en: "Back to live", fr: "Retour au direct" },
  "keys.join": { en: "Show or hide the QR code", fr: "Montrer ou cacher le QR code" },
  "keys.record": { en: "Record the show, or finish the recording", fr: "Lancer l’enregistrement, ou le terminer" },
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
  "keys.rename": {
    en: "Rename the camera in focus, or the one on program",
    fr: "Renommer la caméra sélectionnée, ou celle à l’antenne",
  },
  "keys.remove": { en: "Remove the camera in focus", fr: "Retirer la caméra sélectionnée" },
  "keys.fullscreen": { en: "Full screen", fr: "Plein écran" },
  "keys.focus": { en: "Go from key to key", fr: "Aller d’une touche à l’autre" },
  "keys.keys": { en: "Show these keys", fr: "Montrer ces touches" },
  "key.shift": { en: "Shift", fr: "Maj" },
  "key.escape": { en: "Esc", fr: "Échap" },
  "key.delete": { en: "Del", fr: "Suppr" },
  "key.enter": { en: "Enter", fr: "Entrée" },
  "key.tab": { en: "Tab", fr: "Tab" },

  // When the desk cannot work
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
    fr: "Ouvrez la régie avec le lien entier que Régie a affiché à son démarrage : il finit par #token=…",
  },
  "trouble.noDecoder": { en: "Pictures cannot be shown here", fr: "Impossible de montrer les images ici" },
  "trouble.noDecoder.help": {
    en: "This web engine has no WebCodecs. Update the system, or open the desk in a current Chromium, Edge or Safari.",
    fr: "Ce moteur web n’a pas WebCodecs. Mettez le système à jour, ou ouvrez la régie dans un Chromium, Edge ou Safari récent.",
  },
  "trouble.noCodec": { en: "No video decoder found", fr: "Aucun décodeur vidéo trouvé" },
  "trouble.noCodec.help": {
    en: "Neither H.264 nor VP8 can be decoded. On Debian and Ubuntu install these packages, then start Régie again:",
    fr: "Ni H.264 ni VP8 ne peuvent être décodés. Sur Debian et Ubuntu, installez ces paquets puis relancez Régie :",
  },

  // Refusals
  "refusal.unknown_camera": { en: "There is no camera {number}", fr: "Il n’y a pas de caméra {number}" },
  "refusal.camera_not_live": { en: "Camera {number} has no picture", fr: "La caméra {number} n’a pas d’image" },
  "refusal.nothing_to_replay": { en: "Nothing to replay yet", fr: "Rien à rejouer pour l’instant" },
  "refusal.unknown_address": { en: "This network is gone", fr: "Ce réseau n’est plus là" },
  "refusal.no_codec": { en: "No codec is left to negotiate", fr: "Il ne reste aucun codec à négocier" },
  "refusal.already_recording": { en: "It is being recorded already", fr: "L’enregistrement est déjà en cours" },
  "refusal.not_recording": { en: "Nothing is being recorded", fr: "Rien n’est enregistré" },
  "refusal.out_of_range": { en: "That number is out of range", fr: "Ce nombre est hors limites" },
  "refusal.bad_url": {
    en: "An address begins with http:// or https://",
    fr: "Une adresse commence par http:// ou https://",
  },
  "refusal.already_linked": { en: "This server is connected already", fr: "Ce serveur est déjà connecté" },
  "refusal.too_many_links": { en: "No more servers can be connected", fr: "Impossible de connecter plus de serveurs" },
  "refusal.unknown_link": { en: "This connection is gone", fr: "Cette connexion n’est plus là" },
  "refusal.busy": { en: "Régie is busy: try again", fr: "Régie est occupée : réessayez" },
  "refusal.malformed": { en: "Régie did not understand", fr: "Régie n’a pas compris" },
  "refusal.name": { en: "A name needs at least one letter", fr: "Un nom a au moins une lettre" },
} as const satisfies Record<string, Text>;

/** The name of a text. */
export type TextKey = keyof typeof texts;
