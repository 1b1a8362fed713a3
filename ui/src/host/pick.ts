import { isTauri } from "@tauri-apps/api/core";
import { Browser } from "./browser";
import type { Host } from "./host";
import { Tauri } from "./tauri";

/** The host that this page lives in. */
export function pickHost(): Host {
  return isTauri() ? new Tauri() : new Browser(window.location, window.sessionStorage);
}
