import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listen, listens, start } from "./talkback";

let played: unknown[];
const players: FakeAudio[] = [];

class FakeAudio {
  srcObject: { tracks: unknown[] } | null = null;
  dataset: Record<string, string> = {};
  constructor() {
    players.push(this);
  }
  play(): Promise<void> {
    played.push(this.srcObject?.tracks[0]);
    return Promise.reject(new Error("not allowed"));
  }
  pause(): void {
    played.push("pause");
  }
}

class FakeStream {
  constructor(readonly tracks: unknown[]) {}
}

beforeEach(() => {
  played = [];
  vi.stubGlobal("Audio", FakeAudio);
  vi.stubGlobal("MediaStream", FakeStream);
  vi.stubGlobal("document", { body: { append: () => {} } });
  vi.spyOn(console, "warn").mockImplementation(() => {});
});

afterEach(() => vi.unstubAllGlobals());

test("nothing is heard before whoever holds the phone listens, and nothing after", () => {
  const [first, second] = ["first", "second"] as unknown as MediaStreamTrack[];
  start(first as MediaStreamTrack);
  expect([played, players.length, listens()]).toEqual([[], 0, false]);
  listen(true);
  expect([played, listens()]).toEqual([["first"], true]);
  // Another connection has another track: it goes on by that one.
  start(second as MediaStreamTrack);
  expect(played).toEqual(["first", "second"]);
  listen(false);
  expect([played.at(-1), players.length, players[0]?.srcObject, listens()]).toEqual(["pause", 1, null, false]);
});
