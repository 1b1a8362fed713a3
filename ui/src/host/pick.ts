import { isTauri } from "@tauri-apps/api/core";
import { Browser, tokenOf } from "./browser";
import { BrowserScreen, BrowserScreens } from "./browser-screens";
import type { Host } from "./host";
import type { ScreenPage, Screens } from "./screens";
import { Tauri } from "./tauri";
import { TauriScreens } from "./tauri-screens";

/** The host that this page lives in. */
export function pickHost(): Host {
  return isTauri() ? new Tauri() : new Browser(window.location, window.sessionStorage);
}

/** The second screen, as this page's host opens it. */
export function pickScreens(): Screens {
  if (isTauri()) return new TauriScreens();
  const token = tokenOf(window.location, window.sessionStorage) ?? "";
  const link = new URL("screen.html", window.location.href);
  link.search = window.location.search;
  link.hash = `token=${encodeURIComponent(token)}`;
  return new BrowserScreens(link.href);
}

/** What the second screen's own page is in. */
export function pickScreenPage(): ScreenPage {
  return isTauri() ? new TauriScreens() : new BrowserScreen();
}
