import { describe, expect, test } from "vitest";
import type { Camera } from "../protocol/Camera";
import type { Event } from "../protocol/Event";
import type { Link } from "../protocol/Link";
import type { Recording } from "../protocol/Recording";
import type { Replay } from "../protocol/Replay";
import type { Snapshot } from "../protocol/Snapshot";
import { apply } from "./apply";

function camera(number: number, changes: Partial<Camera> = {}): Camera {
  return {
    number,
    feed: number,
    name: `Camera ${number}`,
    state: "live",
    since: 0,
    tally: "off",
    sound: { mode: "music", delay: 0 },
    ...changes,
  };
}

function link(id: number, changes: Partial<Link> = {}): Link {
  return { id, kind: "push", url: `https://sfu.example/${id}`, state: "live", since: 0, problem: null, ...changes };
}

const recording: Recording = {
  state: "running",
  show: "Friday",
  started: 5,
  marks: 0,
  clips: 0,
  problem: null,
};

function snapshot(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    seq: 7,
    now: 1000,
    cameras: [camera(1), camera(3)],
    selected: 1,
    history: [{ source: { kind: "slate" }, since: 0 }],
    replay: null,
    hold: { on: false, text: null, picture: null },
    recording: null,
    last_show: null,
    sound: { source: { kind: "follow" }, muted: false },
    links: [link(1), link(3)],
    join: { addresses: [], address: null, url: null, qr_svg: null, whip: null, watch: null, watch_qr_svg: null },
    settings: {
      camera_limit: 16,
      replay_length: 10_000,
      history_length: 60_000,
      viewer_limit: 50,
      name_limit: 40,
      sound_delay_limit: 1_000,
      hold_text_limit: 120,
      hold_picture_limit: 4_194_304,
      version: "0.1.0",
    },
    ...changes,
  };
}

const replay: Replay = { id: 1, segments: [], started: 5, rolling: null, duration: 10 };
const segment = (camera: number) => ({ camera, from: 0, to: 1_000 });
const onAir = (since: number, number = 1) => ({ source: { kind: "camera" as const, camera: number }, since });

const cases: { name: string; before?: Partial<Snapshot>; event: Event; after: Partial<Snapshot> }[] = [
  {
    name: "a new camera goes to its place by number",
    event: { type: "camera", camera: camera(2) },
    after: { cameras: [camera(1), camera(2), camera(3)] },
  },
  {
    name: "a known camera is replaced",
    event: { type: "camera", camera: camera(3, { name: "Crane", state: "lost" }) },
    after: { cameras: [camera(1), camera(3, { name: "Crane", state: "lost" })] },
  },
  {
    name: "a removed camera leaves the others where they are",
    event: { type: "camera_removed", camera: 1 },
    after: { cameras: [camera(3)] },
  },
  { name: "a selection", event: { type: "selected", camera: 3 }, after: { selected: 3 } },
  { name: "no selection", event: { type: "selected", camera: null }, after: { selected: null } },
  {
    name: "what goes on air ends the history",
    event: { type: "on_air", on_air: onAir(500) },
    after: { history: [{ source: { kind: "slate" }, since: 0 }, onAir(500)] },
  },
  {
    name: "the history keeps the entry that was on at its horizon",
    before: { history: [onAir(0), onAir(10_000), onAir(20_000), onAir(30_000)] },
    event: { type: "on_air", on_air: onAir(85_000) },
    after: { history: [onAir(20_000), onAir(30_000), onAir(85_000)] },
  },
  {
    name: "an entry that starts on the horizon is the first kept",
    before: { history: [onAir(0), onAir(10_000), onAir(20_000)] },
    event: { type: "on_air", on_air: onAir(80_000) },
    after: { history: [onAir(20_000), onAir(80_000)] },
  },
  {
    name: "the last entry stays however old it is",
    before: { history: [onAir(0), onAir(10_000)] },
    event: { type: "on_air", on_air: onAir(500_000) },
    after: { history: [onAir(10_000), onAir(500_000)] },
  },
  {
    name: "two cameras change places wherever they are named",
    before: {
      history: [{ source: { kind: "slate" }, since: 0 }, onAir(100, 1), onAir(200, 3)],
      replay: { ...replay, segments: [segment(1), segment(3), segment(2)] },
      sound: { source: { kind: "camera", camera: 3 }, muted: false },
    },
    event: { type: "renumbered", camera: 1, to: 3 },
    after: {
      cameras: [camera(1, { feed: 3, name: "Camera 3" }), camera(3, { feed: 1, name: "Camera 1" })],
      selected: 3,
      history: [{ source: { kind: "slate" }, since: 0 }, onAir(100, 3), onAir(200, 1)],
      replay: { ...replay, segments: [segment(3), segment(1), segment(2)] },
      sound: { source: { kind: "camera", camera: 1 }, muted: false },
    },
  },
  {
    name: "a camera takes a number that nobody has, and its place in the order",
    event: { type: "renumbered", camera: 1, to: 5 },
    after: { cameras: [camera(3), camera(5, { feed: 1, name: "Camera 1" })], selected: 5 },
  },
  {
    name: "the hold slate",
    event: { type: "hold", hold: { on: true, text: "Back at 9", picture: "5e1f" } },
    after: { hold: { on: true, text: "Back at 9", picture: "5e1f" } },
  },
  { name: "a replay starts", event: { type: "replay_started", replay }, after: { replay } },
  {
    name: "a replay rolls",
    before: { replay },
    event: { type: "replay_rolling", id: 1, at: 120 },
    after: { replay: { ...replay, rolling: 120 } },
  },
  {
    name: "a replay ends",
    before: { replay },
    event: { type: "replay_ended", id: 1, reason: "finished" },
    after: { replay: null },
  },
  { name: "a recording", event: { type: "recording", recording }, after: { recording } },
  {
    name: "no recording",
    before: { recording },
    event: { type: "recording", recording: null },
    after: { recording: null },
  },
  {
    name: "a finished show",
    event: { type: "show_finished", show: { show: "Friday", path: "/Friday", files: 2, bytes: 9, duration: 8 } },
    after: { last_show: { show: "Friday", path: "/Friday", files: 2, bytes: 9, duration: 8 } },
  },
  {
    name: "the sound of program",
    event: { type: "sound", sound: { source: { kind: "camera", camera: 3 }, muted: true } },
    after: { sound: { source: { kind: "camera", camera: 3 }, muted: true } },
  },
  {
    name: "a new link goes to its place by id",
    event: { type: "link", link: link(2) },
    after: { links: [link(1), link(2), link(3)] },
  },
  {
    name: "a known link is replaced",
    event: { type: "link", link: link(3, { state: "waiting", problem: "401" }) },
    after: { links: [link(1), link(3, { state: "waiting", problem: "401" })] },
  },
  { name: "a link is gone", event: { type: "link_removed", link: 1 }, after: { links: [link(3)] } },
];

describe("apply", () => {
  test.each(cases)("$name", ({ before, event, after }) => {
    const start = snapshot(before);
    const copy = structuredClone(start);
    expect(apply(start, { seq: 8, event })).toEqual({ ...start, seq: 8, ...after });
    expect(start).toEqual(copy);
  });

  test("an event that is not the next one changes nothing", () => {
    for (const seq of [6, 7, 9]) expect(apply(snapshot(), { seq, event: { type: "selected", camera: 3 } })).toBeNull();
  });

  test("cameras that did not change keep their identity", () => {
    const start = snapshot();
    expect(apply(start, { seq: 8, event: { type: "camera", camera: camera(1) } })?.cameras[1]).toBe(start.cameras[1]);
  });
});
