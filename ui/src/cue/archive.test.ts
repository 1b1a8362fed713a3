import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PastMessage } from "../monitor/wire";
import type { MonitorRequest } from "../protocol/MonitorRequest";
import { Archive } from "./archive";

class FakeSocket {
  static readonly OPEN = 1;
  readyState = 0;
  sent: MonitorRequest[] = [];
  onopen = () => {};
  onclose = () => {};
  onmessage = (_: { data: ArrayBuffer }) => {};
  constructor(readonly url: string) {
    sockets.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  open(): void {
    this.readyState = 1;
    this.onopen();
  }
  break(): void {
    this.readyState = 3;
    this.onclose();
  }
  /** The answer to a request is over, or refused. */
  end(request: number, refused = false): void {
    const message = new DataView(new ArrayBuffer(16));
    for (const [at, byte] of [5, 2, 0, refused ? 8 : 0].entries()) message.setUint8(at, byte);
    message.setUint32(4, request, true);
    message.setFloat64(8, 2_000_000, true);
    this.onmessage({ data: message.buffer });
  }
}

let sockets: FakeSocket[] = [];

beforeEach(() => {
  sockets = [];
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const WITHIN = { from: 1_000.4, to: 1_999.6 };

async function connected(): Promise<{ archive: Archive; socket: FakeSocket }> {
  const archive = new Archive();
  archive.start(() => Promise.resolve("ws://here"));
  archive.fetch(1, WITHIN, false, () => {})();
  archive.fetch(9, WITHIN, false, () => {});
  await vi.advanceTimersByTimeAsync(0);
  const [socket] = sockets;
  socket?.open();
  if (!socket) throw new Error("it connects when something is wanted");
  socket.end(2);
  socket.sent = [];
  return { archive, socket };
}

test("it connects when something is wanted, and asks in whole milliseconds", async () => {
  const archive = new Archive();
  archive.start(() => Promise.resolve("ws://here"));
  await vi.advanceTimersByTimeAsync(9_000);
  expect(sockets).toEqual([]);
  const seen: (PastMessage | null)[] = [];
  archive.fetch(2, WITHIN, false, (message) => seen.push(message));
  await vi.advanceTimersByTimeAsync(0);
  sockets[0]?.open();
  const request = { type: "fetch", camera: 2, from: 1_000, to: 2_000, keyframe: false, request: 1 };
  expect(sockets[0]?.sent).toEqual([request]);
  sockets[0]?.end(1);
  expect(seen).toEqual([{ type: "end", request: 1, until: 2_000 }]);
});

test("what is shown goes before thumbnails, which are two at once", async () => {
  const { archive, socket } = await connected();
  for (let count = 0; count < 4; count++) archive.fetch(1, WITHIN, true, () => {});
  for (let count = 0; count < 5; count++) archive.fetch(2, WITHIN, false, () => {});
  const kinds = () => socket.sent.map((request) => request.type === "fetch" && request.keyframe);
  expect(kinds()).toEqual([true, true, false, false, false, false]);
  socket.end(3);
  expect(kinds().slice(6), "the last one that is shown, before the thumbnail that came first").toEqual([false]);
});

test("what is not wanted any more is cancelled, and makes room", async () => {
  const { archive, socket } = await connected();
  const stops = Array.from({ length: 7 }, () => archive.fetch(1, WITHIN, false, () => {}));
  expect(socket.sent).toHaveLength(6);
  stops[6]?.();
  stops[0]?.();
  expect(socket.sent.slice(6)).toEqual([{ type: "cancel", request: 3 }]);
  stops[0]?.();
  expect(socket.sent).toHaveLength(7);
});

test("a connection that breaks is told to who waits, and comes back for who asks", async () => {
  const { archive, socket } = await connected();
  const seen: (PastMessage | null)[] = [];
  archive.fetch(1, WITHIN, false, (message) => {
    seen.push(message);
    if (message === null) archive.fetch(1, WITHIN, false, () => {});
  });
  socket.break();
  expect(seen).toEqual([null]);
  await vi.advanceTimersByTimeAsync(60_000);
  sockets[1]?.open();
  expect(sockets[1]?.sent).toHaveLength(1);
});

test("a refusal, and what there is not, are answers too", async () => {
  const { archive, socket } = await connected();
  const covered = archive.coverage(7, WITHIN);
  socket.end(3, true);
  expect(await covered).toBeNull();
});
