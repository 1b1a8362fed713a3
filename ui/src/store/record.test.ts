import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Host } from "../host/host";
import type { Command } from "../protocol/Command";
import type { Recording } from "../protocol/Recording";
import type { Snapshot } from "../protocol/Snapshot";
import { state } from "./desk";
import { sendOrdersTo } from "./orders";
import { calm, HOLD, holdRecord, pressRecord, releaseRecord, SURE, stopping } from "./record";

let sent: string[];

function recordingIs(now: Recording["state"] | null): void {
  state.value = { recording: now && { state: now } } as Snapshot;
}

beforeEach(() => {
  sent = [];
  vi.useFakeTimers();
  vi.stubGlobal("window", { setTimeout, clearTimeout });
  sendOrdersTo({ send: async ({ type }: Command) => sent.push(type) } as Partial<Host> as Host);
});

afterEach(() => {
  calm();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  state.value = null;
});

test.each<[Recording["state"] | null, string[]]>([
  [null, ["start_recording"]],
  ["starting", []],
  ["running", []],
  ["finishing", []],
  ["failed", ["start_recording"]],
])("one press while the recording is %s sends %j", (now, wanted) => {
  recordingIs(now);
  pressRecord();
  vi.advanceTimersByTime(2 * SURE);
  expect(sent).toEqual(wanted);
});

test("a second press ends it, and a double click does not", () => {
  recordingIs("running");
  pressRecord();
  vi.advanceTimersByTime(200);
  pressRecord();
  expect([sent, stopping.value?.ripe]).toEqual([[], false]);
  vi.advanceTimersByTime(300);
  expect(stopping.value?.ripe).toBe(true);
  pressRecord();
  expect([sent, stopping.value]).toEqual([["stop_recording"], null]);
});

test("a second press that comes late asks anew", () => {
  recordingIs("running");
  pressRecord();
  vi.advanceTimersByTime(SURE);
  expect(stopping.value).toBe(null);
  pressRecord();
  expect(sent).toEqual([]);
});

test("a press that is held ends it by itself, and one that is let go does not", () => {
  recordingIs("running");
  pressRecord();
  holdRecord();
  vi.advanceTimersByTime(HOLD - 1);
  releaseRecord();
  vi.advanceTimersByTime(SURE);
  expect(sent).toEqual([]);
  pressRecord();
  holdRecord();
  vi.advanceTimersByTime(HOLD);
  expect(sent).toEqual(["stop_recording"]);
});

test("a press that starts a recording ends nothing, however long it is held", () => {
  recordingIs(null);
  pressRecord();
  holdRecord();
  recordingIs("running");
  vi.advanceTimersByTime(2 * SURE);
  expect(sent).toEqual(["start_recording"]);
});

test("what was asked for is over with the recording", () => {
  recordingIs("running");
  pressRecord();
  expect(calm()).toBe(true);
  expect(calm()).toBe(false);
  pressRecord();
  recordingIs("finishing");
  expect(stopping.value).toBe(null);
});
