import { language } from "../i18n/choice";
import type { State } from "./state";
import { keys, slates } from "./texts";
import { Viewer } from "./viewer";

/** The keys go when nobody has touched the page for so long. */
const IDLE_MS = 3000;

const root = document.documentElement;
const video = find("video", HTMLVideoElement);
const slate = find(".slate", HTMLElement);
const sound = find("[data-testid=watch-sound]", HTMLButtonElement);
const full = find("[data-testid=watch-full]", HTMLButtonElement);

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
  video.muted = !root.classList.contains("is-clean");
  showKeys();
  new Viewer(new URL("whep", location.href), video, show).start();
}

function show(state: State): void {
  root.dataset.state = state;
  const text = state === "playing" ? "" : slates[state][language];
  if (slate.textContent !== text) slate.textContent = text;
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
