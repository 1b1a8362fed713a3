import type { What } from "./figures";

const of =
  (what: string, unit: What["unit"] = "ms") =>
  (cameras: number): What => ({ what, cameras, unit: unit as NonNullable<What["unit"]> });

/** Of a range that is played to its end, on a monitor at a speed in percent. */
const range =
  (what: string, unit: What["unit"] = "ms") =>
  (monitor: string, speed: number) =>
    of(`${monitor} at ${speed} %: ${what}`, unit);

/** Everything that is measured. */
export const measures = {
  /** How old a picture is at least that can only be a replay's. */
  OLD_MS: 700,
  /** How old a picture is at most that can only be live. */
  FRESH_MS: 600,

  join: of("join: Start → first picture on the desk"),
  keyframe: of("keyframe: asked for → whole in the ring"),
  glassToScreen: of("glass to glass: filmed → in a display frame"),
  glassToPage: of("glass to page: filmed → drawn on the canvas, or the video's own event"),
  cut: of("cut: press → new camera in a display frame (baseline: new srcObject)"),
  viewerCut: of("watching, cut: command → new camera in a display frame of the viewer"),
  cutByStyle: of("cut: the same, two videos and their visibility"),
  cutFrames: of("cut: display frames from the press to the new camera", "frames"),
  replay: of("replay: key → first picture in a display frame"),
  replayShown: of("replay: pictures of the range that were shown", "%"),
  replayInOrder: of("replay: of those, in order", "%"),
  replayLength: of("replay: first picture to the first live one"),
  cueStart: of("replay: key → first picture on cue in a display frame"),
  cueLarge: of("replay: command → first picture on cue, 30 s back, 1280x720, two-second keyframes"),
  cueDisk: of("replay: command → first picture on cue, 50 minutes back"),
  angle: of("replay: key → another angle in a display frame"),
  angleFrames: of("replay: display frames from the key to another angle", "frames"),
  stepForth: of("replay: key → next picture in a display frame"),
  stepBack: of("replay: key → the picture before in a display frame"),
  rangeShown: range("pictures of the range that were shown", "%"),
  rangeInOrder: range("of those, in order", "%"),
  rangeEven: range("of those, within half a display frame of their place", "%"),
  rangeOff: range("from its place, p95 of the pictures"),
  rangeLonger: range("longer than the range"),
  cueProgram: of("a full desk, cueing and dragging: pictures drawn on program", "/s"),
  firstThumbnail: of("a show of 24 hours: régie started → first thumbnail"),
  programRate: of("a full desk: pictures drawn on program", "/s"),
  windowRate: of("pictures on program in a turn of the page", "/s"),
  windowTurns: of("turns of the page", "/s"),
  windowGlass: of("sent → drawn on program's canvas"),
  windowCores: of("the web process, of one core", "%"),
  windowCut: of("cut: key → new camera in a turn of the page"),
  tileRate: of("a full desk: pictures drawn on each tile", "/s"),
} as const;
