import { computed, signal } from "@preact/signals-core";
import { empty } from "./desk";

/** What is open beside the pictures. */
export type Panel = { kind: "join" } | { kind: "outputs" } | { kind: "list" } | { kind: "camera"; camera: number };

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
    case "list":
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

/** The narrowest page on which a panel and the drawer fit beside the pictures, in CSS pixels. */
export const NARROWEST_FOR_BOTH = 1600;

const pulled = signal(false);
const inDrawer = signal(false);

/** Whether the replay drawer is pulled up. */
export const drawer = computed(() => pulled.value);

/** Whether the focus is in the drawer: then keys have an editor's meaning, and figures are angles. */
export const editing = computed(() => pulled.value && inDrawer.value);

/** How often the drawer was pulled up or asked to take the focus: it takes it each time. */
export const pulls = signal(0);

/** Whether the field for a time of day is open in the drawer. */
export const goingTo = signal(false);

/** Pulls the drawer up and gives it the focus, which folds a panel where there is no room for both. */
export function pullDrawer(): void {
  pulled.value = true;
  foldOne("panel");
  pulls.value += 1;
}

/** Pulls the drawer up where the focus is elsewhere, and leaves it there. */
export function showDrawer(): void {
  if (pulled.peek()) return;
  pulled.value = true;
  foldOne("panel");
}

/** Folds the drawer. False when it was. */
export function foldDrawer(): boolean {
  const was = pulled.peek();
  goingTo.value = false;
  pulled.value = false;
  return was;
}

/** Says whether the focus is in the drawer. */
export function focusDrawer(has: boolean): void {
  inDrawer.value = has;
}

/** A page that is narrow, or has become so, has room for one of both. */
export function foldOne(which: "panel" | "drawer"): void {
  if (window.innerWidth >= NARROWEST_FOR_BOTH || !pulled.peek() || !panel.peek()) return;
  if (which === "panel") overlay.value = NONE;
  else foldDrawer();
}

/** How often the lists of what was kept were asked to take the focus. */
export const clipCalls = signal(0);

/** Gives the focus to the list that is seen; where that has it, to the next one. */
export function callClips(): void {
  clipCalls.value += 1;
}

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
export function toggleOverlay(kind: "join" | "outputs" | "list" | "keys"): void {
  // The empty desk is the way in already.
  if (kind === "join" && empty.peek()) return;
  overlay.value = overlay.value.kind === kind ? NONE : { kind };
  foldOne("drawer");
}

/** Opens a camera's own settings, or closes them when they are open. */
export function toggleCamera(camera: number): void {
  const open = overlay.value;
  overlay.value = open.kind === "camera" && open.camera === camera ? NONE : { kind: "camera", camera };
  foldOne("drawer");
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
