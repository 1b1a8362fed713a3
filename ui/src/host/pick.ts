import { isTauri } from "@tauri-apps/api/core";
import { Browser } from "./browser";
import { BrowserScreen, BrowserScreens } from "./browser-screens";
import type { Host } from "./host";
import type { ScreenPage, Screens } from "./screens";
import { Tauri } from "./tauri";
import { TauriScreens } from "./tauri-screens";
import { type Access, accessBy, takeFragment } from "./token";

// What the page was opened with is in its address once, and is asked for more often.
let fragment: URLSearchParams | null = null;
let access: Access | null = null;

function given(): URLSearchParams {
  fragment ??= takeFragment(window.location, window.history);
  return fragment;
}

function mayEnter(): Access {
  access ??= accessBy(given(), () => window.sessionStorage);
  return access;
}

/** The host that this page lives in. */
export function pickHost(): Host {
  return isTauri() ? new Tauri() : new Browser(window.location, mayEnter());
}

/** The second screen, as this page's host opens it. */
export function pickScreens(): Screens {
  if (isTauri()) return new TauriScreens();
  const link = new URL("screen.html", window.location.href);
  link.search = window.location.search;
  return new BrowserScreens(link, mayEnter().token ?? "");
}

/** What the second screen's own page is in. */
export function pickScreenPage(): ScreenPage {
  return isTauri() ? new TauriScreens() : new BrowserScreen(given().get("screen"));
}
