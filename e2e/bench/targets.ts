/** What a figure has to be. */
interface Target {
  readonly what: string;
  readonly unit: string;
  /** It may be so much. */
  readonly most?: number;
  /** It has to be so much. */
  readonly least?: number;
}

/** A picture's time, which a replay may be longer or shorter. */
const FRAME_MS = 1000 / 30;

/** Standstills on the desk in 20 s of crowded air at commit 92ebe4f, the median of three seeds; half of it is promised. */
const STANDSTILLS = 6;

/** What was promised. A ratio is Régie's share of what the same run's baseline has. */
export const TARGETS = {
  glass: { what: "filmed → drawn on the canvas, median, of the baseline's", unit: "times", most: 0.6 },
  glassP95: { what: "filmed → drawn on the canvas, p95, of the baseline's", unit: "times", most: 0.8 },
  cutFrames: { what: "cut: display frames to the new camera, p95", unit: "frames", most: 2 },
  cut: { what: "cut: median, of the baseline's swap", unit: "times", most: 0.8 },
  replay: { what: "replay: key → first picture, median", unit: "ms", most: 150 },
  replayP95: { what: "replay: key → first picture, p95", unit: "ms", most: 150 },
  replayShown: { what: "replay: pictures of the range that were shown, fewest", unit: "%", least: 100 },
  replayInOrder: { what: "replay: of those in order, fewest", unit: "%", least: 100 },
  replayLength: { what: "replay: how far from 10.0 s, most", unit: "ms", most: FRAME_MS },
  join: { what: "join: Start → first picture on the desk, p95", unit: "ms", most: 1500 },
  keyframe: { what: "keyframe: asked for → whole in the ring, on loopback, median", unit: "ms", most: 60 },
  programRate: { what: "program with eight cameras", unit: "/s", least: 29.5 },

  ringFirst: { what: "replay from the ring: key → first picture, program and cue, median", unit: "ms", most: 50 },
  ringFirstP95: { what: "replay from the ring: key → first picture, program and cue, p95", unit: "ms", most: 80 },
  largeFirst: {
    what: "replay from the ring, 1280x720, two-second keyframes: key → first picture, median",
    unit: "ms",
    most: 100,
  },
  diskFirst: { what: "replay from the disk, 50 minutes back: first picture, median", unit: "ms", most: 120 },
  angleFrames: { what: "replay: another angle, median", unit: "frames", most: 2 },
  angleFramesP95: { what: "replay: another angle, p95", unit: "frames", most: 4 },
  stepForth: { what: "replay: a step forth, p95", unit: "ms", most: 50 },
  stepBack: { what: "replay: a step back, p95", unit: "ms", most: 80 },
  rangeShown: {
    what: "replay at 100, 50 and 25 %: pictures of the range that were shown, fewest",
    unit: "%",
    least: 100,
  },
  rangeInOrder: { what: "replay at 100, 50 and 25 %: of those in order, fewest", unit: "%", least: 100 },
  rangeEven: {
    what: "replay at 100, 50 and 25 %: within half a display frame of their place, fewest",
    unit: "%",
    least: 100,
  },
  rangeLength: {
    what: "replay at 100, 50 and 25 %: how far from the range's length, most",
    unit: "ms",
    most: FRAME_MS,
  },
  keptMemory: { what: "eight cameras of 4 Mbit/s kept for a minute: memory in all", unit: "MB", most: 250 },
  spoolCpu: { what: "spooling eight cameras: CPU beside not", unit: "% of a core", most: 5 },
  firstThumbnail: { what: "a show of 24 hours: régie started → first thumbnail", unit: "ms", most: 1000 },
  cueProgram: { what: "program with eight cameras, cueing and dragging", unit: "/s", least: 29.5 },

  windowRate: { what: "the window: program with eight cameras, slowest", unit: "/s", least: 29.95 },
  windowGlass: { what: "the window: sent → drawn with eight cameras, median", unit: "ms", most: 15 },
  windowCores: { what: "the window: the web process with eight cameras", unit: "% of a core", most: 80 },
  windowReplay: { what: "the window: replay, key → first picture, median", unit: "ms", most: 100 },
  windowShown: { what: "the window: replay, pictures of the range that were shown, fewest", unit: "%", least: 100 },

  streamCpu: { what: "a stream of 32: CPU", unit: "% of a core", most: 0.6 },
  streamMemory: { what: "a stream of 32: memory beside the ring", unit: "MB", most: 1 },
  linear: { what: "a stream of 64: CPU, of one of 32", unit: "times", most: 1 },
  lost: { what: "pictures lost, in any run", unit: "", most: 0 },

  freeze: { what: "3 %: longest without a new picture", unit: "ms", most: 300 },
  resent: { what: "3 %: packets sent again for each lost", unit: "times", most: 1.5 },
  bitrate: { what: "3 %: bitrate, of that without loss", unit: "times", least: 0.8 },
  ramp: { what: "first picture → 2 Mbit/s", unit: "s", most: 5 },

  hallRate: { what: "hall: the second screen's pictures a second, of the baseline's", unit: "times", least: 1 },
  hallStill: { what: "hall: the second screen's standstills", unit: "", most: 0 },
  hallGlass: { what: "hall: filmed → on the second screen, median, of the baseline's", unit: "times", most: 0.4 },
  crowdedRate: { what: "crowded: the second screen's pictures a second, of the baseline's", unit: "times", least: 1 },
  crowdedStill: { what: "crowded: the second screen's standstills, more than the baseline's", unit: "", most: 0 },
  crowdedGlass: { what: "crowded: filmed → on the second screen, median, of the baseline's", unit: "times", most: 0.7 },
  edgeRate: { what: "edge: the second screen's pictures a second, of the baseline's", unit: "times", least: 1 },
  edgeStill: { what: "edge: the second screen's standstills, more than the baseline's", unit: "", most: 0 },
  edgeGlass: { what: "edge: filmed → on the second screen, median, of the baseline's", unit: "times", most: 0.9 },
  deskGlass: { what: "crowded: filmed → on the desk, median", unit: "ms", most: 40 },
  deskRate: { what: "crowded: pictures on the desk", unit: "/s", least: 25 },
  deskStill: { what: "crowded: standstills on the desk", unit: "", most: STANDSTILLS / 2 },
  hallKept: { what: "hall: pictures kept, of those filmed, replay and ISO", unit: "%", least: 99.9 },
  crowdedKept: { what: "crowded: pictures kept, of those filmed, replay and ISO", unit: "%", least: 99.5 },
  edgeKept: { what: "edge: pictures kept, of those filmed, replay and ISO", unit: "%", least: 98 },
  airShare: { what: "six phones on one air: the least that one has, of its fair share", unit: "times", least: 0.5 },
  airQueue: { what: "six phones on one air: queueing delay, p95", unit: "ms", most: 80 },

  talk: { what: "the director's voice: the desk's microphone → the phone's output, p95", unit: "ms", most: 150 },

  alignLoopback: { what: "two phones on the session clock, by their stamps, on loopback, p95", unit: "ms", most: 10 },
  alignHall: { what: "two phones on the session clock, by their stamps, hall, p95", unit: "ms", most: 20 },

  viewerGlass: { what: "filmed → in a viewer's display frame, median, of the baseline's", unit: "times", most: 1.1 },
  viewerCut: { what: "a viewer's cut: command → the new camera, p95", unit: "ms", most: 200 },
  house: { what: "50 viewers: CPU more than Janus takes to forward", unit: "% of a core", most: 50 },

  recordCpu: { what: "recording eight cameras and program: CPU", unit: "% of a core", most: 10 },
  recordLost: { what: "pictures of the rings that are in no file", unit: "", most: 0 },
  recordFaults: { what: "files that are not what the manifest says, or do not decode", unit: "", most: 0 },
  recordKills: { what: "killed shows that are whole", unit: "%", least: 100 },
  recordMissing: { what: "missing at the end of a killed show, most", unit: "ms", most: 1000 },
  recordSync: { what: "recorded sound from its picture, p95", unit: "ms", most: 40 },
} as const satisfies Record<string, Target>;

/** What was measured of the targets: the worst of several values counts, and none at all is no miss. */
export type Found = { readonly [target in keyof typeof TARGETS]?: readonly (number | undefined)[] };

/** Whether a target was reached. */
export interface Verdict extends Target {
  readonly value: number;
  readonly reached: boolean;
}

/** Judges what was measured; what could not be read of a run (NaN) is missed. */
export function judge(found: Found): Verdict[] {
  return (Object.entries(TARGETS) as [keyof Found, Target][]).flatMap(([name, target]) => {
    const values = found[name]?.filter((value) => value !== undefined) ?? [];
    if (values.length === 0) return [];
    const { most = Number.POSITIVE_INFINITY, least = Number.NEGATIVE_INFINITY } = target;
    const value = target.most === undefined ? Math.min(...values) : Math.max(...values);
    return [{ ...target, value, reached: value <= most && value >= least }];
  });
}

/** The verdicts as lines for people. */
export function verdictLines(verdicts: readonly Verdict[]): string {
  const width = Math.max(...verdicts.map(({ what }) => what.length));
  const number = (value = Number.NaN) => String(Math.round(value * 100) / 100);
  return verdicts
    .map(({ what, unit, value, most, least, reached }) => {
      const limit = most === undefined ? `≥ ${number(least)}` : `≤ ${number(most)}`;
      return `${reached ? "reached" : "missed "}  ${what.padEnd(width)} ${number(value).padStart(8)}  ${limit} ${unit}`;
    })
    .join("\n");
}
