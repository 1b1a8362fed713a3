import { computed, effect, signal, untracked } from "@preact/signals-core";
import type { Display } from "../host/screens";
import type { Camera } from "../protocol/Camera";
import type { Disk } from "../protocol/Disk";
import type { Link } from "../protocol/Link";
import type { Recording } from "../protocol/Recording";
import type { RecordingProblem } from "../protocol/RecordingProblem";
import { sessionNow } from "./clock";
import { cameras, links, outside, recording, selected, settings } from "./desk";
import { screen } from "./screen";

/** Minutes more at which the warning is over: the measured rate goes up and down, and an alarm must not come and go with it. */
const MORE_MINUTES = 3;

/** What is wrong. */
export type Wrong =
  /** The recording, except that the disk is low, which has nothing to do with a recording alone. */
  | { readonly kind: "recording"; readonly problem: RecordingProblem }
  | { readonly kind: "disk"; readonly minutes: number }
  /** The selected camera is lost: the audience sees a slate, or will after the replay. */
  | { readonly kind: "camera"; readonly camera: number }
  | { readonly kind: "link"; readonly link: number; readonly url: string; readonly problem: string }
  /** The second screen's display was unplugged. */
  | { readonly kind: "screen"; readonly display: Display };

/** Something that is wrong, from when it begins until it is over. */
export interface Alarm {
  /** Tells alarms apart; the same one that comes again has the same. */
  readonly id: string;
  readonly wrong: Wrong;
  /** Whether something is lost for good as long as it lasts; the others may become so. */
  readonly severity: "grave" | "warning";
  /** When it began, on the session clock in milliseconds; when this desk heard of it where nobody says. */
  readonly since: number;
  /** The director has said that it is understood. What is over and comes back is news again. */
  readonly acknowledged: boolean;
}

type Fact = Pick<Alarm, "id" | "wrong" | "severity"> & { readonly since?: number };

/** What the facts are made of. */
export interface Sources {
  readonly recording: Recording | null;
  readonly disk: Disk | null;
  /** Minutes of room below which the disk is worth a warning. */
  readonly diskWarning: number;
  readonly links: readonly Link[];
  readonly lostScreen: Display | null;
  /** The selected camera. */
  readonly camera: Camera | null;
}

/** What goes on of what was wrong, and what is new, at `now`: the worst first, then the newest. */
export function follow(alarms: readonly Alarm[], sources: Sources, now: number): readonly Alarm[] {
  const known = new Map(alarms.map((alarm) => [alarm.id, alarm]));
  const next = factsOf(sources, known).map(({ since = now, ...fact }): Alarm => {
    const before = known.get(fact.id);
    // An engine that was started anew begins its clock anew.
    return { ...fact, since: Math.min(before?.since ?? since, now), acknowledged: before?.acknowledged ?? false };
  });
  const rank = ({ severity }: Alarm) => (severity === "grave" ? 0 : 1);
  return next.sort((a, b) => rank(a) - rank(b) || b.since - a.since);
}

function factsOf(sources: Sources, known: ReadonlyMap<string, Alarm>): Fact[] {
  const { recording, disk, diskWarning, links, lostScreen, camera } = sources;
  const facts: Fact[] = [];
  const problem = recording?.problem ?? null;
  if (problem && problem.code !== "disk_low") {
    facts.push({ id: `recording ${problem.code}`, wrong: { kind: "recording", problem }, severity: "grave" });
  }
  const minutes = disk?.minutes_left ?? null;
  const isLow = minutes !== null && minutes < diskWarning + (known.has("disk") ? MORE_MINUTES : 0);
  // A disk that is full already is said in stronger words.
  if (isLow && problem?.code !== "isos_stopped" && problem?.code !== "failed") {
    facts.push({ id: "disk", wrong: { kind: "disk", minutes }, severity: "warning" });
  }
  for (const { id: link, url, state, since, problem } of links) {
    const id = `link ${link}`;
    const before = known.get(id);
    if (state === "waiting") {
      facts.push({ id, wrong: { kind: "link", link, url, problem: problem ?? "" }, severity: "warning", since });
    } else if (state === "connecting" && before) {
      // While it tries again it is no better than before.
      facts.push(before);
    }
  }
  if (lostScreen) facts.push({ id: "screen", wrong: { kind: "screen", display: lostScreen }, severity: "warning" });
  if (camera?.state === "lost") {
    const wrong: Wrong = { kind: "camera", camera: camera.number };
    facts.push({ id: `camera ${camera.number}`, wrong, severity: "grave", since: camera.since });
  }
  return facts;
}

const all = signal<readonly Alarm[]>([]);

/** Everything that is wrong now: the worst first, then the newest. */
export const alarms = computed(() => all.value);

/** The one that is said aloud: the first that nobody has understood yet. A lost camera's slate is loud enough. */
export const loud = computed(() => {
  return all.value.find(({ acknowledged, wrong }) => !acknowledged && wrong.kind !== "camera") ?? null;
});

/** Follows what is wrong, for as long as the page lives. */
export function watchAlarms(): void {
  effect(() => {
    const sources: Sources = {
      recording: recording.value,
      disk: outside.value.disk,
      diskWarning: settings.value?.disk_warning ?? 0,
      links: links.value,
      lostScreen: screen.value.lost,
      camera: cameras.value.find(({ number }) => number === selected.value) ?? null,
    };
    untracked(() => {
      all.value = follow(all.value, sources, sessionNow());
    });
  });
}

/** The loud alarm is understood; when none is loud, all that are still on are said once more. */
export function understand(): void {
  const now = loud.peek();
  if (!now) repeat();
  else all.value = all.peek().map((alarm) => (alarm.id === now.id ? { ...alarm, acknowledged: true } : alarm));
}

/** Says again what is wrong. */
export function repeat(): void {
  all.value = all.peek().map((alarm) => ({ ...alarm, acknowledged: false }));
}
