import { beforeEach, expect, test } from "vitest";
import type { Camera } from "../protocol/Camera";
import type { Link } from "../protocol/Link";
import type { Recording } from "../protocol/Recording";
import { type Alarm, follow, type Sources } from "./alarms";

const WELL: Sources = { recording: null, disk: null, diskWarning: 15, links: [], lostScreen: null, camera: null };
const BEAMER = { id: "b", name: "Beamer", width: 1920, height: 1080, primary: false };

function recorded(code: "disk_low" | "isos_stopped" | "failed" | null): Recording {
  const problem = code && { code, message: "The disk is gone." };
  return { state: code === "failed" ? "failed" : "running", show: "friday", started: 0, marks: 0, clips: 0, problem };
}

function minutes(left: number | null): Partial<Sources> {
  return { disk: { free: 1e9, minutes_left: left } };
}

function link(state: Link["state"], problem: string | null): Partial<Sources> {
  return { links: [{ id: 1, kind: "push", url: "https://sfu.example/whip", state, since: 4_000, problem }] };
}

function camera(state: Camera["state"]): Partial<Sources> {
  return { camera: { number: 2, name: "Bend", state, since: 7_000 } as Camera };
}

let alarms: readonly Alarm[];
let now: number;

beforeEach(() => {
  [alarms, now] = [[], 10_000];
});

/** What is wrong once the sources say this, a second later. */
function then(...changes: Partial<Sources>[]): string[] {
  now += 1_000;
  alarms = follow(alarms, Object.assign({}, WELL, ...changes), now);
  return alarms.map(({ id, acknowledged }) => (acknowledged ? `${id} (understood)` : id));
}

function understood(): void {
  alarms = alarms.map((alarm) => ({ ...alarm, acknowledged: true }));
}

test("what is understood stays until it is over, and is news when it comes again", () => {
  expect(then(link("waiting", "refused"))).toEqual(["link 1"]);
  understood();
  expect(then(link("waiting", "refused"))).toEqual(["link 1 (understood)"]);
  expect(then(link("connecting", null))).toEqual(["link 1 (understood)"]);
  expect(alarms[0]).toMatchObject({ since: 4_000, wrong: { problem: "refused" } });
  expect(then(link("live", "refused"))).toEqual([]);
  expect(then(link("waiting", "gone"))).toEqual(["link 1"]);
});

test("a link that connects for the first time is no alarm", () => expect(then(link("connecting", null))).toEqual([]));

test("each begins when it began, or when the desk heard of it, and keeps that", () => {
  then(camera("lost"), { lostScreen: { ...BEAMER, desk: false } });
  then(camera("lost"), { lostScreen: { ...BEAMER, desk: false } });
  expect(alarms.map(({ id, since }) => [id, since])).toEqual([
    ["camera 2", 7_000],
    ["screen", 11_000],
  ]);
  now = 500;
  then(camera("lost"));
  expect(alarms[0]?.since).toBe(1_500);
});

test("the worst comes first, then the newest", () => {
  expect(then(minutes(9))).toEqual(["disk"]);
  expect(then(minutes(9), { lostScreen: { ...BEAMER, desk: false } })).toEqual(["screen", "disk"]);
  expect(then({ recording: recorded("failed") }, { lostScreen: { ...BEAMER, desk: false } })).toEqual([
    "recording failed",
    "screen",
  ]);
});

test("few minutes are told before a recording and in it, once, and not each time that the rate changes", () => {
  expect(then(minutes(15))).toEqual([]);
  expect(then(minutes(14))).toEqual(["disk"]);
  understood();
  expect(then(minutes(16))).toEqual(["disk (understood)"]);
  expect(then(minutes(13), { recording: recorded("disk_low") })).toEqual(["disk (understood)"]);
  expect(then(minutes(4), { recording: recorded("isos_stopped") })).toEqual(["recording isos_stopped"]);
  expect(then(minutes(18))).toEqual([]);
  expect(then(minutes(14))).toEqual(["disk"]);
});

test("a camera that is lost off program is no alarm, and one that only connects neither", () => {
  expect(then(camera("connecting"))).toEqual([]);
  expect(then(camera("lost"))).toEqual(["camera 2"]);
  expect(then(camera("live"))).toEqual([]);
});
