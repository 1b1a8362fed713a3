import { browserOf } from "./browser";
import { Capture } from "./camera/capture";
import { watchFrames } from "./camera/framewatch";
import type { Texts } from "./i18n";
import { Identity } from "./identity";
import { readLink } from "./link";
import { Memory } from "./memory";
import { Session } from "./session";
import { Switches } from "./switches";
import type { LinkTrouble } from "./trouble";
import { View } from "./view";
import { Wake } from "./wake";

/** Opens the page: everything that it is made of, and what it hears of its browser. */
export function open(texts: Texts): void {
  const identity = new Identity(new Memory(() => localStorage), new Memory(() => sessionStorage));
  const switches = new Switches(new Memory(() => localStorage));
  const view = new View(texts, browserOf(navigator.userAgent, navigator.maxTouchPoints), switches);
  const capture = new Capture(
    texts,
    () => session.dispatch({ type: "stalled" }),
    () => void session.report(),
  );
  const wake = new Wake((kept) => view.keepAwake(kept));
  const session = new Session(identity, capture, wake, view);

  view.bind(session, (name) => {
    identity.name = name;
  });
  // The phone was turned: the browser turns what it captures.
  view.preview.addEventListener("resize", () => session.turned());
  navigator.mediaDevices?.addEventListener("devicechange", () => session.devicesChanged());
  watchFrames(view.preview, () => session.dispatch({ type: "stalled" }));

  const read = () => {
    identity.take(readLink(location.hash));
    view.name(identity.name);
    session.dispatch({ type: "opened", trouble: hindrance(identity) });
  };
  // The QR code scanned again may only change the fragment, and then there is no reload.
  addEventListener("hashchange", read);
  addEventListener("online", () => session.online());
  addEventListener("pagehide", () => session.leave());
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) session.dispatch({ type: "dropped" });
  });
  document.addEventListener("visibilitychange", () => {
    void session.report();
    if (document.visibilityState === "visible") session.nudge();
  });
  read();
  // From here on a press is heard.
  (document.getElementById("start") as HTMLButtonElement).disabled = false;
}

/** What can be told without asking anybody. */
function hindrance({ token }: Identity): LinkTrouble | null {
  if (token === null) return "no_link";
  if (!isSecureContext) return "insecure";
  if (navigator.mediaDevices === undefined || typeof RTCPeerConnection === "undefined") return "unsupported";
  return null;
}
