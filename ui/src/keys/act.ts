import { chooseCamera, cueLast } from "../cue/drive";
import { driven } from "../cue/driven";
import { audienceView } from "../monitor/audience-view";
import { sound } from "../sound/sound";
import { loud, understand } from "../store/alarms";
import { cameras, history, selected } from "../store/desk";
import { backToLive, keepClip, setMark, startReplay, toggleHold, toggleMute } from "../store/orders";
import { programPlayer } from "../store/players";
import { calm, pressRecord } from "../store/record";
import { toggleScreen } from "../store/screen";
import {
  askName,
  callClips,
  dismiss,
  drawer,
  editing,
  foldDrawer,
  overlay,
  panel,
  pullDrawer,
  removing,
  toggleCamera,
  toggleOverlay,
} from "../store/view";
import { talk } from "../talk/talk";
import { toggleFullscreen } from "./fullscreen";
import type { KeyAction } from "./keys";

/** Does what a key asks for. */
export function act(action: KeyAction): void {
  switch (action.do) {
    case "cut":
      chooseCamera(action.camera);
      break;
    case "replay":
      startReplay();
      break;
    case "live":
      backToLive();
      break;
    case "hold":
      toggleHold();
      break;
    case "record":
      pressRecord();
      break;
    case "mark":
      void setMark();
      break;
    case "clip":
      void keepClip();
      break;
    case "hear":
      sound.toggle({ kind: "program" });
      break;
    case "mute":
      toggleMute();
      break;
    case "escape":
      leave();
      break;
    case "drawer":
      toggleDrawer();
      break;
    case "clips":
      if (!drawer.peek()) pullDrawer();
      callClips();
      break;
    case "cue":
      // On its way before the page has anything to build.
      cueLast();
      pullDrawer();
      break;
    case "talk":
      talk.begin(null);
      break;
    case "talkToOne": {
      const camera = focusedCamera() ?? selected.peek();
      if (camera !== null) talk.begin(camera);
      break;
    }
    case "alarm":
      // What is loud comes first.
      if (loud.peek()) understand();
      else toggleOverlay("list");
      break;
    case "join":
    case "outputs":
    case "keys":
      toggleOverlay(action.do);
      break;
    case "rename": {
      const camera = focusedCamera() ?? selected.peek();
      if (camera !== null) askName(camera);
      break;
    }
    case "camera": {
      const camera = focusedCamera() ?? selected.peek();
      if (camera !== null) toggleCamera(camera);
      break;
    }
    case "remove":
      removing.value = focusedCamera();
      break;
    case "screen":
      toggleScreen();
      break;
    case "audience":
      audienceView.toggle();
      break;
    case "fullscreen":
      toggleFullscreen();
      break;
  }
}

/** Pulls the drawer up, with the last seconds on cue where nothing is replayed; gives it the focus; folds it again. */
export function toggleDrawer(): void {
  if (editing.peek()) {
    foldDrawer();
    return;
  }
  const wasShown = history.peek().some(({ source }) => source.kind === "camera");
  if (!driven.peek() && wasShown) cueLast();
  pullDrawer();
}

/** Whether Escape is live now, whatever has the focus. A dialog locks the desk, and is closed first. */
export function leavesReplay(): boolean {
  return programPlayer.peek() !== null && (overlay.peek().kind === "none" || panel.peek() !== null);
}

/** Live; where program is that, back from what was opened last. */
function leave(): void {
  if (leavesReplay()) backToLive();
  else if (!calm() && !(editing.peek() && foldDrawer()) && !dismiss() && !audienceView.leave() && !foldDrawer()) {
    backToLive();
  }
}

function focusedCamera(): number | null {
  const number = Number(document.activeElement?.closest<HTMLElement>("regie-tile")?.dataset.number);
  return cameras.peek().some((camera) => camera.number === number) ? number : null;
}
