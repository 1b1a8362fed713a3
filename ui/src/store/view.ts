import { computed, signal } from "@preact/signals-core";
import { empty } from "./desk";

/** What is open beside the pictures. */
export type Panel = { kind: "join" } | { kind: "outputs" } | { kind: "camera"; camera: number };

/** What lies over the desk or beside it. Belongs to this page alone; the engine never hears of it. */
export type Overlay = { kind: "none" } | { kind: "keys" } | { kind: "rename"; camera: number } | Panel;

const NONE: Overlay = { kind: "none" };

/** The overlay that is open; at most one. */
export const overlay = signal<Overlay>(NONE);

/** The panel that is open beside the pictures, if one is. */
export const panel = computed<Panel | null>(() => {
  const open = overlay.value;
  switch (open.kind) {
    case "join":
    case "outputs":
    case "camera":
      return open;
    case "none":
    case "keys":
    case "rename":
      return null;
  }
});

/** Which list of what was kept is seen. */
export type ClipTab = "clips" | "marks" | "playlist";

/** The list that is seen. */
export const clipTab = signal<ClipTab>("clips");

/** The camera whose tile asks whether to remove it. */
export const removing = signal<number | null>(null);

/** A sentence at the foot of the desk: why something was not done, or that it was. */
export interface Notice {
  readonly text: string;
  readonly kind: "refused" | "done";
}

/** The notice that is shown, if one is. A newer one replaces it. */
export const notice = signal<Notice | null>(null);

/** The folder of the saved show that the director has put away. */
export const putAway = signal<string | null>(null);

/** Whether this page can show video; nothing else is shown when it cannot. */
export const ability = signal<"able" | "noDecoder" | "noCodec">("able");

/** How long a notice stays: long enough to read a line twice. */
const NOTICE_TIME = 5_000;
let noticeTimer = 0;

/** Shows a sentence for a while. */
export function notify(text: string, kind: Notice["kind"] = "refused"): void {
  notice.value = { text, kind };
  window.clearTimeout(noticeTimer);
  noticeTimer = window.setTimeout(() => {
    notice.value = null;
  }, NOTICE_TIME);
}

/** Opens an overlay, or closes it when it is the one that is open. */
export function toggleOverlay(kind: "join" | "outputs" | "keys"): void {
  // The empty desk is the way in already.
  if (kind === "join" && empty.peek()) return;
  overlay.value = overlay.value.kind === kind ? NONE : { kind };
}

/** Opens a camera's own settings, or closes them when they are open. */
export function toggleCamera(camera: number): void {
  const open = overlay.value;
  overlay.value = open.kind === "camera" && open.camera === camera ? NONE : { kind: "camera", camera };
}

/** Keeps a camera's own settings open though its number is another one now. */
export function followCamera(from: number, to: number): void {
  const open = overlay.value;
  if (open.kind === "camera" && open.camera === from) overlay.value = { kind: "camera", camera: to };
}

/** Opens the rename dialog for a camera. */
export function askName(camera: number): void {
  overlay.value = { kind: "rename", camera };
}

/** Closes what is open. False when nothing was. */
export function dismiss(): boolean {
  if (overlay.value.kind === "none" && removing.value === null) return false;
  overlay.value = NONE;
  removing.value = null;
  return true;
}
