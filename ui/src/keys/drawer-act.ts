import {
  changeSpeed,
  jump,
  jumpTo,
  keepDriven,
  playRun,
  setSpeed,
  shuttle,
  step,
  take,
  toggleInRun,
  togglePause,
  trimHere,
} from "../cue/drive";
import { driven, driveOther } from "../cue/driven";
import { panSpan, zoomSpan } from "../cue/span";
import { t } from "../i18n/language";
import { sessionNow } from "../store/clock";
import { backToLive, order } from "../store/orders";
import { positionOf } from "../store/player";
import { goingTo, notify } from "../store/view";
import type { DrawerAction } from "./drawer-keys";
import type { PadAction } from "./pad";

/** How far a jump goes, in milliseconds. */
const JUMP = 1000;
/** The share of the time line that a page turns. */
const PAGE = 0.5;

/** Does what a key asks of the drawer. */
export function actInDrawer(action: DrawerAction): void {
  switch (action.do) {
    case "in":
    case "out":
      trimHere(action.do);
      break;
    case "pause":
      togglePause();
      break;
    case "shuttle":
      shuttle(action.way);
      break;
    case "step":
      step(action.way);
      break;
    case "jump":
      jump(action.way * JUMP);
      break;
    case "speed":
      changeSpeed(action.way);
      break;
    case "begin":
    case "end":
      jumpTo(action.do);
      break;
    case "angles":
      playRun();
      break;
    case "choose": {
      const player = driven.peek();
      const camera = player && positionOf(player, sessionNow()).camera;
      if (camera !== null) toggleInRun(camera);
      break;
    }
    case "take":
      take();
      break;
    case "other":
      driveOther();
      break;
    case "go":
      goingTo.value = true;
      break;
    case "mark":
      void mark();
      break;
    case "clip":
      void clip();
      break;
    case "zoom":
      zoomSpan(action.way);
      break;
    case "pan":
      panSpan(action.way * PAGE);
      break;
  }
}

/** Does what a game pad asks for. */
export function actByPad(action: PadAction): void {
  if (action.do === "live") backToLive();
  else if (action.do === "hold") setSpeed(action.speed);
  else actInDrawer(action);
}

/** Marks the moment that is seen, and not the one at which it is. */
async function mark(): Promise<void> {
  const player = driven.peek();
  const at = player && Math.round(positionOf(player, sessionNow()).at);
  if (await order({ type: "mark", ...(at !== null && { at }) })) notify(t("drawer.marked"), "done");
}

async function clip(): Promise<void> {
  if (await keepDriven()) notify(t("drawer.kept"), "done");
}
