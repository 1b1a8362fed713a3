import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BrowserScreens } from "./browser-screens";
import type { ScreenState } from "./screens";

/** A channel whose other end is the test: what the desk says is kept, and the test speaks for the screens. */
class FakeChannel {
  static last: FakeChannel;
  said: { say: string; but?: string | null }[] = [];
  #listener: (event: { data: object }) => void = () => {};

  constructor() {
    FakeChannel.last = this;
  }

  addEventListener(_: string, listener: (event: { data: object }) => void): void {
    this.#listener = listener;
  }

  postMessage(word: { say: string }): void {
    this.said.push(word);
  }

  hear(say: "here" | "gone", screen: string): void {
    this.#listener({ data: { say, screen } });
  }
}

let opened: URL[];
let features: string[];
let state: ScreenState;
let screens: BrowserScreens;
const channel = () => FakeChannel.last;
const nameOf = (link: URL | undefined) => new URLSearchParams(link?.hash.slice(1)).get("screen") ?? "";

beforeEach(() => {
  [opened, features] = [[], []];
  vi.useFakeTimers();
  vi.stubGlobal("BroadcastChannel", FakeChannel);
  const open = (link: string, _: string, how: string) => {
    opened.push(new URL(link));
    features.push(how);
    return null;
  };
  vi.stubGlobal("window", { open, setTimeout, clearTimeout, setInterval });
  screens = new BrowserScreens(new URL("http://127.0.0.1:4000/screen.html"), "secret");
  screens.follow((now) => {
    state = now;
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a window has no tie to the desk, and is there when it says so", async () => {
  const answer = screens.open(null);
  await vi.advanceTimersByTimeAsync(0);
  expect(features[0]?.split(",")).toContain("noopener");
  expect(opened[0]?.hash).toContain("token=secret");
  expect(state.on).toBeNull();
  channel().hear("here", nameOf(opened[0]));
  expect(await answer).toBe(true);
  expect(state.on).toEqual({ display: null });
});

test("a window that says nothing was not opened; one that is slow is there all the same", async () => {
  const answer = screens.open(null);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await answer).toBe(false);
  channel().hear("here", nameOf(opened[0]));
  expect(state.on).not.toBeNull();
});

test("a second window closes the first, whose end is not the second one's", async () => {
  const first = screens.open(null);
  await vi.advanceTimersByTimeAsync(0);
  channel().hear("here", nameOf(opened[0]));
  await first;
  const second = screens.open(null);
  await vi.advanceTimersByTimeAsync(0);
  channel().hear("here", nameOf(opened[1]));
  await second;
  expect(channel().said.at(-1)).toEqual({ say: "close", but: nameOf(opened[1]) });
  channel().hear("gone", nameOf(opened[0]));
  expect(state.on).not.toBeNull();
  channel().hear("gone", nameOf(opened[1]));
  expect(state.on).toBeNull();
});

test("a screen from before the desk was loaded is found", () => {
  expect(channel().said).toEqual([{ say: "who" }]);
  channel().hear("here", "before");
  expect(state.on).toEqual({ display: null });
});

test("a screen whose process ended without a word is gone; one that stood still for a while is not", async () => {
  channel().hear("here", "a");
  await vi.advanceTimersByTimeAsync(8_000);
  channel().hear("here", "a");
  await vi.advanceTimersByTimeAsync(8_000);
  expect(state.on).not.toBeNull();
  await vi.advanceTimersByTimeAsync(6_000);
  expect(state.on).toBeNull();
  channel().hear("here", "a");
  expect(state.on).not.toBeNull();
});
