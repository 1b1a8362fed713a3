/**
 * The director's voice, heard while whoever holds the phone listens: not by itself, since its microphone would hear it
 * too.
 */

/** The track of the connection that there is now. */
let voice: MediaStreamTrack | null = null;
let on = false;
let player: HTMLAudioElement | null = null;

/** Takes the track of a new connection in the place of the last one's. */
export function start(track: MediaStreamTrack): void {
  voice = track;
  play();
}

/** Lets it be heard from now on, or not any more. To be called by a press: no page is heard before one. */
export function listen(wanted: boolean): void {
  on = wanted;
  play();
}

/** Whether it is heard: what the desk is told. */
export function listens(): boolean {
  return on;
}

function play(): void {
  if (!on || voice === null) {
    player?.pause();
    if (player !== null) player.srcObject = null;
    return;
  }
  if (player === null) {
    player = new Audio();
    player.dataset.testid = "director";
    document.body.append(player);
  }
  player.srcObject = new MediaStream([voice]);
  player.play().catch((error: unknown) => console.warn("the director is not heard", error));
}
