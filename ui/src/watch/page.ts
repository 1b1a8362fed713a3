import { language } from "../i18n/choice";
import type { WatchSlate } from "../protocol/WatchSlate";
import { Hold } from "./hold";
import { Slate } from "./slate";
import type { State } from "./state";
import { keys, slates } from "./texts";
import { Viewer } from "./viewer";

/** The keys go when nobody has touched the page for so long. */
const IDLE_MS = 3000;

const root = document.documentElement;
const video = find("video", HTMLVideoElement);
const slate = new Slate(find(".slate", HTMLElement));
const sound = find("[data-testid=watch-sound]", HTMLButtonElement);
const full = find("[data-testid=watch-full]", HTMLButtonElement);

// A browser source.
const isClean = root.classList.contains("is-clean");
const hold = new Hold(new URL("watch/slate", location.href), (answer) => {
  said = answer;
  show();
});

let state: State = "connecting";
/** What the régie said last of why no picture comes. */
let said: WatchSlate | null = null;

/** Opens the page of who watches. */
export function open(): void {
  sound.textContent = keys.sound[language];
  full.textContent = keys.full[language];
  video.addEventListener("volumechange", showKeys);
  sound.addEventListener("click", () => {
    video.muted = false;
    void video.play();
  });
  full.addEventListener("click", toggleFull);
  hideKeys();
  // A browser source is heard without a press.
  video.muted = !isClean;
  showKeys();
  new Viewer(new URL("whep", location.href), video, { tell, quiet }).start();
}

function tell(now: State): void {
  const isNew = state !== now;
  state = now;
  if (now === "waiting" || now === "paused" || now === "partial") {
    // That there are pictures was said a moment ago, of the moment before that.
    if (now === "paused" && isNew && said?.kind === "none") rest();
    hold.ask();
  } else rest();
  show();
}

/** The régie is asked while it is there and sends no picture. */
function quiet(): void {
  hold.ask();
}

function rest(): void {
  hold.rest();
  said = null;
}

function show(): void {
  // A browser source has none of the page's words.
  const held = said?.kind === "hold" && !isClean ? said : null;
  // A replay may stand, and its picture with it. Until the régie has said so, nothing is said.
  const stands = state === "paused" && (said === null || said.kind === "none");
  root.dataset.state = held ? "held" : stands ? "playing" : state;
  if (held) slate.hold(held.text, held.picture === null ? null : pictureOf(held.picture));
  else slate.say(stands || state === "playing" ? "" : slates[state][language]);
}

function pictureOf(name: string): URL {
  return new URL(`hold/picture/${encodeURIComponent(name)}`, location.href);
}

function showKeys(): void {
  sound.hidden = !video.muted;
  full.hidden = !document.fullscreenEnabled && !("webkitEnterFullscreen" in video);
}

function toggleFull(): void {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  else if (document.fullscreenEnabled) void root.requestFullscreen();
  // An iPhone shows a video alone in full.
  else (video as HTMLVideoElement & { webkitEnterFullscreen?: () => void }).webkitEnterFullscreen?.();
}

/** Hides the keys from who only watches, and shows them to who touches the page. */
function hideKeys(): void {
  let idle: ReturnType<typeof setTimeout> | undefined;
  const awake = () => {
    root.classList.remove("is-idle");
    clearTimeout(idle);
    idle = setTimeout(() => root.classList.add("is-idle"), IDLE_MS);
  };
  for (const event of ["pointermove", "pointerdown", "keydown"]) addEventListener(event, awake);
  awake();
}

function find<T extends HTMLElement>(selector: string, kind: new () => T): T {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`the page has no ${selector}`);
  return element;
}
