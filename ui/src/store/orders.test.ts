import { effect } from "@preact/signals-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Host } from "../host/host";
import type { Command } from "../protocol/Command";
import type { Recording } from "../protocol/Recording";
import type { Refusal } from "../protocol/Refusal";
import type { Snapshot } from "../protocol/Snapshot";
import type { SpoolLimits } from "../protocol/SpoolLimits";
import { ahead } from "./ahead";
import { preRoll } from "./clips";
import { state } from "./desk";
import {
  backToLive,
  connect,
  cut,
  keepClip,
  pressed,
  sendOrdersTo,
  setMark,
  startRecording,
  startReplay,
  toggleMute,
} from "./orders";
import { notice } from "./view";

let sent: Command[];
let refusal: Refusal | null;

function recordingIs(now: Recording["state"] | null): void {
  const recording: Recording | null = now && {
    state: now,
    show: "friday",
    started: 0,
    marks: 0,
    clips: 0,
    problem: null,
  };
  state.value = { recording, sound: { source: { kind: "follow" }, muted: false } } as unknown as Snapshot;
}

beforeEach(() => {
  [sent, refusal, notice.value, pressed.value] = [[], null, null, new Set()];
  vi.useFakeTimers();
  vi.stubGlobal("window", { setTimeout, clearTimeout });
  const host: Pick<Host, "send"> = {
    send: (command) => {
      sent.push(command);
      return refusal ? Promise.reject(refusal) : Promise.resolve(0);
    },
  };
  sendOrdersTo(host as Host);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  state.value = null;
  preRoll.value = 0;
});

test("a mark says that it is set, and one that is refused says why", async () => {
  recordingIs("running");
  const set = setMark();
  expect(pressed.value).toEqual(new Set(["mark"]));
  await vi.advanceTimersByTimeAsync(200);
  await set;
  expect([sent, pressed.value.size]).toEqual([[{ type: "mark" }], 0]);
  expect(notice.value).toMatchObject({ kind: "done" });

  refusal = { code: "not_recording", message: "" };
  const clip = keepClip();
  await vi.advanceTimersByTimeAsync(200);
  await clip;
  expect(notice.value).toEqual({ kind: "refused", text: "Nothing is being recorded" });
});

test("a mark is set that much before the press as the director wants, by the clock on the wall", async () => {
  recordingIs(null);
  preRoll.value = 5_000;
  const set = setMark();
  await vi.advanceTimersByTimeAsync(200);
  await set;
  expect(sent).toEqual([{ type: "mark", pre_roll: 5_000 }]);
  expect(notice.value?.text).toMatch(/^Marked at \d\d:\d\d:\d\d$/);
});

test.each<[Recording["state"] | null, SpoolLimits | null, string]>([
  ["running", null, "Clip kept"],
  [null, { minutes: 60, megabytes: 20_000 }, "Clip kept"],
  [null, null, "Clip kept for a minute"],
  ["failed", null, "Clip kept for a minute"],
])("while a recording is %s and the spool %j: %s", async (recording, spool, said) => {
  recordingIs(recording);
  state.value = { ...state.peek(), archive: { spool } } as Snapshot;
  const kept = keepClip();
  await vi.advanceTimersByTimeAsync(200);
  await kept;
  expect(notice.value?.text.split(":")[0]).toBe(said);
});

test("mute says the other of what is", () => {
  recordingIs(null);
  toggleMute();
  expect(sent).toEqual([{ type: "mute", muted: true }]);
});

test("a link that is refused stays in its form", async () => {
  refusal = { code: "bad_url", message: "" };
  expect(await connect("push", "nowhere", null, null)).toBe(false);
  refusal = null;
  expect(await connect("push", "https://sfu.example/whip", "secret", null)).toBe(true);
});

test.each<[string, () => unknown, Command["type"]]>([
  ["a cut", () => cut(1), "cut"],
  ["a replay", startReplay, "replay"],
  ["back to live", backToLive, "live"],
  ["the record key", startRecording, "start_recording"],
  ["a mark", setMark, "mark"],
  ["a clip", keepClip, "clip"],
  ["mute", toggleMute, "mute"],
])("%s is sent though drawing fails, and the failure is reported", async (_, order, wanted) => {
  recordingIs(null);
  const reported = vi.fn();
  vi.stubGlobal("reportError", reported);
  const broken = new Error("the picture is closed");
  let failing = false;
  const stop = effect(() => {
    const shown = [pressed.value, ahead.value];
    if (failing) throw Object.assign(broken, { shown });
  });
  failing = true;
  const done = order();
  expect(sent.map(({ type }) => type)).toEqual([wanted]);
  expect(reported).toHaveBeenCalledWith(broken);
  await vi.advanceTimersByTimeAsync(200);
  await done;
  expect(pressed.value.size).toBe(0);
  stop();
});

test("a cut is sent before its picture is drawn, and one that is refused takes the picture back", async () => {
  recordingIs(null);
  const seen: number[] = [];
  const stop = effect(() => {
    if (ahead.value) seen.push(sent.length);
  });
  refusal = { code: "camera_not_live", message: "" };
  cut(2);
  expect([seen, ahead.value]).toEqual([[1], 2]);
  await vi.advanceTimersByTimeAsync(200);
  expect(ahead.value).toBeNull();
  stop();
});
