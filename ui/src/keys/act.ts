import { audienceView } from "../monitor/audience-view";
import { sound } from "../sound/sound";
import { understand } from "../store/alarms";
import { cameras, selected } from "../store/desk";
import { backToLive, cut, keepClip, setMark, startReplay, toggleHold, toggleMute } from "../store/orders";
import { calm, pressRecord } from "../store/record";
import { toggleScreen } from "../store/screen";
import { askName, dismiss, removing, toggleCamera, toggleOverlay } from "../store/view";
import { toggleFullscreen } from "./fullscreen";
import type { KeyAction } from "./keys";

/** Does what a key asks for. */
export function act(action: KeyAction): void {
  switch (action.do) {
    case "cut":
      cut(action.camera);
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
      // What lies over the desk goes first: nobody leaves a replay by closing the help.
      if (!calm() && !dismiss() && !audienceView.leave()) backToLive();
      break;
    case "alarm":
      understand();
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

function focusedCamera(): number | null {
  const number = Number(document.activeElement?.closest<HTMLElement>("regie-tile")?.dataset.number);
  return cameras.peek().some((camera) => camera.number === number) ? number : null;
}
