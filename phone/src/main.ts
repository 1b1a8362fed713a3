import { Capture } from "./capture";
import { watchFrames } from "./framewatch";
import { pickLanguage, TEXTS } from "./i18n";
import { Identity } from "./identity";
import { readLink } from "./link";
import { Memory } from "./memory";
import { Session } from "./session";
import type { LinkTrouble } from "./trouble";
import { View } from "./view";
import { Wake } from "./wake";

const language = pickLanguage(new URLSearchParams(location.search).get("lang"), navigator.languages);
document.documentElement.lang = language;

const identity = new Identity(new Memory(() => localStorage), new Memory(() => sessionStorage));
const view = new View(TEXTS[language]);
const capture = new Capture(() => session.dispatch({ type: "stalled" }));
const wake = new Wake((kept) => view.keepAwake(kept));
const session = new Session(identity, capture, wake, view);

view.bind(session, (name) => {
  identity.name = name;
});
watchFrames(view.preview, () => session.dispatch({ type: "stalled" }));

function open(): void {
  identity.take(readLink(location.hash));
  view.name(identity.name);
  session.dispatch({ type: "opened", trouble: hindrance() });
}

/** What can be told without asking anybody. */
function hindrance(): LinkTrouble | null {
  if (identity.token === null) return "no_link";
  if (!isSecureContext) return "insecure";
  if (navigator.mediaDevices === undefined || typeof RTCPeerConnection === "undefined") return "unsupported";
  return null;
}

// The QR code scanned again may only change the fragment, and then there is no reload.
addEventListener("hashchange", open);
addEventListener("online", () => session.online());
addEventListener("pagehide", () => session.leave());
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) session.dispatch({ type: "dropped" });
});
document.addEventListener("visibilitychange", () => {
  void session.report();
  if (document.visibilityState === "visible") session.nudge();
});

open();
