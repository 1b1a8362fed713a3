import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Host } from "../host/host";
import type { Command } from "../protocol/Command";
import type { Snapshot } from "../protocol/Snapshot";
import { desk, state } from "../store/desk";
import { sendOrdersTo } from "../store/orders";
import { notice } from "../store/view";
import type { MicrophoneOwner } from "./microphone";
import { otherSpeaks, speaking, Talk } from "./talk";

/** What the microphone was told: an address to speak to, null for silence. */
let said: (string | null)[];
let closed: number;
let owner: MicrophoneOwner;
/** The browser's answer to the page's question. */
let answer: () => Promise<void>;
let sent: Command[];
let isRefused: boolean;
let talk: Talk;

vi.mock("./microphone", () => ({
  Microphone: {
    isPossible: true,
    async open(_url: string, its: MicrophoneOwner): Promise<object> {
      await answer();
      owner = its;
      return {
        speak: (url: string | null) => said.push(url),
        close: () => {
          closed++;
        },
      };
    },
  },
  hindranceOf: () => "denied",
}));

const settle = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);
const ON: Command = { type: "talk", on: true };
const OFF: Command = { type: "talk", on: false };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", { setTimeout, clearTimeout });
  vi.spyOn(console, "warn").mockImplementation(() => {});
  [said, closed, sent, isRefused, notice.value] = [[], 0, [], false, null];
  answer = () => Promise.resolve();
  desk.value = 7;
  const host = {
    send: (command: Command) => {
      sent.push(command);
      return isRefused ? Promise.reject({ code: "other_speaks", message: "" }) : Promise.resolve(0);
    },
    voiceUrl: (id: number) => Promise.resolve(`voice of ${id}`),
  };
  sendOrdersTo(host as unknown as Host);
  talk = new Talk();
  talk.start(host);
});

afterEach(() => {
  [state.value, desk.value] = [null, null];
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a key that is held speaks, and silence is at once when it goes up", async () => {
  talk.begin(null);
  talk.begin(null);
  await settle();
  expect([said, sent]).toEqual([["voice of 7"], [ON]]);
  owner.level(0.5);
  expect(talk.level.value).toBe(0.5);
  talk.end();
  expect([said, sent, talk.level.value]).toEqual([["voice of 7", null], [ON, OFF], 0]);
  talk.begin(2);
  await settle();
  expect(sent.at(-1)).toEqual({ ...ON, camera: 2 });
  talk.end();
  talk.end();
  expect([sent.length, closed]).toEqual([4, 0]);
  await settle(120_000);
  expect(closed).toBe(1);
});

test("a key that went up while the browser asked has said nothing, and is told to be pressed again", async () => {
  let allow = () => {};
  answer = () =>
    new Promise((resolve) => {
      allow = resolve;
    });
  talk.begin(null);
  await settle();
  expect(talk.opening.value).toBe(true);
  talk.end();
  allow();
  await settle();
  expect([said, sent, talk.opening.value]).toEqual([[], [], false]);
  expect(notice.value).toMatchObject({ kind: "done" });
});

test("whoever holds the key when the microphone is there speaks", async () => {
  let allow = () => {};
  answer = () =>
    new Promise((resolve) => {
      allow = resolve;
    });
  talk.begin(null);
  await settle();
  talk.end();
  talk.begin(2);
  allow();
  await settle();
  expect(sent).toEqual([{ ...ON, camera: 2 }]);
});

test("without a microphone nothing is said, and why is", async () => {
  answer = () => Promise.reject(new Error("no"));
  talk.begin(null);
  await settle();
  expect([said, sent]).toEqual([[], []]);
  expect(notice.value).toMatchObject({ kind: "refused" });
  talk.end();
  expect(sent).toEqual([]);
});

test("who is refused the word is silent", async () => {
  isRefused = true;
  talk.begin(null);
  await settle();
  expect(said).toEqual(["voice of 7", null]);
});

test("another connection of this desk begins in silence, and is spoken over by its own name", async () => {
  talk.begin(null);
  await settle();
  desk.value = 8;
  expect(said.at(-1)).toBeNull();
  talk.begin(null);
  await settle();
  expect(said.at(-1)).toBe("voice of 8");
});

test("who speaks the engine says", () => {
  const talks = (its: Snapshot["talk"]) => {
    state.value = { talk: its } as unknown as Snapshot;
    return [speaking.value, otherSpeaks.value];
  };
  expect(talks(null)).toEqual([null, false]);
  expect(talks({ desk: 7, camera: 2 })).toEqual([{ desk: 7, camera: 2 }, false]);
  expect(talks({ desk: 9, camera: null })).toEqual([null, true]);
});
