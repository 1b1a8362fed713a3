import "./watch.css";
import { language } from "../i18n/language";
import type { State } from "./state";
import { keys, slates } from "./texts";
import { Viewer } from "./viewer";

/** `?obs`: nothing but the picture and its sound, for a browser source. */
const isClean = new URLSearchParams(location.search).has("obs");
/** The keys go when nobody has touched the page for so long. */
const IDLE_MS = 3000;

const video = find("video", HTMLVideoElement);
const slate = find(".slate", HTMLElement);
const sound = find("[data-testid=watch-sound]", HTMLButtonElement);
const full = find("[data-testid=watch-full]", HTMLButtonElement);

document.documentElement.lang = language;
document.documentElement.classList.toggle("is-clean", isClean);
sound.textContent = keys.sound[language];
full.textContent = keys.full[language];

function show(state: State): void {
  document.documentElement.dataset.state = state;
  const text = state === "playing" ? "" : slates[state][language];
  if (slate.textContent !== text) slate.textContent = text;
}

function showKeys(): void {
  sound.hidden = !video.muted;
  full.hidden = !document.fullscreenEnabled && !("webkitEnterFullscreen" in video);
}

video.addEventListener("volumechange", showKeys);
sound.addEventListener("click", () => {
  video.muted = false;
  void video.play();
});
full.addEventListener("click", () => {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  else if (document.fullscreenEnabled) void document.documentElement.requestFullscreen();
  // An iPhone shows a video alone in full.
  else (video as HTMLVideoElement & { webkitEnterFullscreen?: () => void }).webkitEnterFullscreen?.();
});

let idle: ReturnType<typeof setTimeout> | undefined;
function awake(): void {
  document.documentElement.classList.remove("is-idle");
  clearTimeout(idle);
  idle = setTimeout(() => document.documentElement.classList.add("is-idle"), IDLE_MS);
}
for (const event of ["pointermove", "pointerdown", "keydown"]) addEventListener(event, awake);
awake();

video.muted = !isClean;
showKeys();
new Viewer(new URL("whep", location.href), video, show).start();

function find<T extends HTMLElement>(selector: string, kind: new () => T): T {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`the page has no ${selector}`);
  return element;
}
