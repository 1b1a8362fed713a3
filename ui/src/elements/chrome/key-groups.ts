import { t } from "../../i18n/language";
import { settings } from "../../store/desk";

/** Keys of one kind: what is pressed, and what it does. */
interface KeyGroup {
  readonly title: string;
  readonly rows: readonly (readonly [keys: readonly string[], meaning: string])[];
}

/** All keys of the desk, by what they are for. */
export function keyGroups(): readonly KeyGroup[] {
  return [show(), drawer(), lists(), desk()];
}

function show(): KeyGroup {
  const seconds = Math.round((settings.peek()?.replay_length ?? 0) / 1000);
  return {
    title: t("keys.group.show"),
    rows: [
      [["1", "…", "9"], t("keys.cut")],
      [["0"], t("keys.cut10")],
      [[t("key.alt"), "1", "…", "6"], t("keys.cut11")],
      [["R"], t("keys.replay", { seconds })],
      [["L", t("key.escape")], t("keys.live")],
      [["B"], t("keys.hold")],
      [[t("key.shift"), "R"], t("keys.record")],
      [["M"], t("keys.mark")],
      [["C"], t("keys.clip", { seconds })],
      [["S"], t("keys.mute")],
      [["H"], t("keys.hear")],
      [["T", `${t("key.shift")} T`], t("keys.talk")],
      [["V"], t("keys.drawer")],
      [[t("key.shift"), "V"], t("keys.cue", { seconds })],
      [["Y"], t("keys.alarm")],
    ],
  };
}

function drawer(): KeyGroup {
  return {
    title: t("keys.group.drawer"),
    rows: [
      [["1", "…", "0"], t("keys.angle")],
      [[t("key.space")], t("keys.pause")],
      [["J", "K", "L"], t("keys.shuttle")],
      [["←", "→"], t("keys.step")],
      [[t("key.shift"), "← →"], t("keys.jump")],
      [["↑", "↓"], t("keys.speed")],
      [["I", "O"], t("keys.trim")],
      [[t("key.home"), t("key.end")], t("keys.edges")],
      [[t("key.enter")], t("keys.take")],
      [["A"], t("keys.angles")],
      [[t("key.shift"), "A"], t("keys.choose")],
      [["C", "M"], t("keys.keep")],
      [["G"], t("keys.go")],
      [["+", "−"], t("keys.zoom")],
      [[t("key.pageUp"), t("key.pageDown")], t("keys.pan")],
      [["X"], t("keys.other")],
    ],
  };
}

function lists(): KeyGroup {
  return {
    title: t("keys.group.lists"),
    rows: [
      [[t("key.shift"), "C"], t("keys.list.go")],
      [["↑", "↓"], t("keys.list.choose")],
      [[t("key.enter")], t("keys.list.play")],
      [["*"], t("keys.list.stars")],
      [["+"], t("keys.list.add")],
      [["N", "F2"], t("keys.list.name")],
      [[t("key.delete")], t("keys.list.remove")],
      [[t("key.alt"), "↑ ↓"], t("keys.list.move")],
    ],
  };
}

function desk(): KeyGroup {
  return {
    title: t("keys.group.desk"),
    rows: [
      [["Q"], t("keys.join")],
      [["O"], t("keys.outputs")],
      [["P"], t("keys.screen")],
      [["D"], t("keys.audience")],
      [["E"], t("keys.camera")],
      [["N", "F2"], t("keys.rename")],
      [[t("key.delete")], t("keys.remove")],
      [[t("key.tab")], t("keys.focus")],
      [["←", "→"], t("keys.tools")],
      [[t("key.alt"), "← → ↑ ↓"], t("keys.move")],
      ...(document.fullscreenEnabled ? [[["F"], t("keys.fullscreen")] as const] : []),
      [["?"], t("keys.keys")],
    ],
  };
}
