import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ToDesk } from "../protocol/ToDesk";
import { Browser, fileName } from "./browser";
import type { Link } from "./host";

/** A `WebSocket` whose other end is the test. */
class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = FakeSocket.OPEN;
  sent: { id: number; command: { type: string } }[] = [];
  onmessage: (event: { data: string }) => void = () => {};
  onclose: () => void = () => {};

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
    this.onclose();
  }

  receive(message: object): void {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

const location = { origin: "http://127.0.0.1:4000", reload: vi.fn() } as unknown as Location;
const access = (token: string | null, forgets = false) => ({ token, forgets });
const SNAPSHOT = { type: "snapshot", snapshot: { seq: 1 } };

let links: Link[];
let messages: ToDesk[];
let status: number | Error;
const receiver = { link: (link: Link) => links.push(link), message: (message: ToDesk) => messages.push(message) };
const last = () => FakeSocket.all.at(-1) as FakeSocket;

beforeEach(() => {
  FakeSocket.all = [];
  [links, messages, status] = [[], [], 200];
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("window", { setTimeout, addEventListener: () => {} });
  vi.stubGlobal("fetch", () => (status instanceof Error ? Promise.reject(status) : Promise.resolve({ status })));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function connected(): Browser {
  const host = new Browser(location, access("secret"));
  host.connect(receiver);
  last().receive(SNAPSHOT);
  return host;
}

describe("a desk in a browser", () => {
  test("asks with its token", async () => {
    const host = new Browser(location, access("a+b"));
    host.connect(receiver);
    expect(last().url).toBe("ws://127.0.0.1:4000/control?token=a%2Bb");
    expect(await host.monitorUrl()).toBe("ws://127.0.0.1:4000/monitor?token=a%2Bb");
    expect(await host.voiceUrl(7)).toBe("ws://127.0.0.1:4000/voice?token=a%2Bb&desk=7");
  });

  test.each([
    [false, "no_token"],
    [true, "forgotten"],
  ])("says that it has no token, and does not knock without one (the browser forgets: %s)", (forgets, link) => {
    new Browser(location, access(null, forgets)).connect(receiver);
    expect([links, FakeSocket.all.length]).toEqual([[link], 0]);
  });

  test("passes messages on, and is up with the first snapshot", () => {
    connected();
    last().receive({ type: "event", event: { seq: 2, event: { type: "selected", camera: 1 } } });
    expect(links).toEqual(["up"]);
    expect(messages.map(({ type }) => type)).toEqual(["snapshot", "event"]);
  });

  test("answers each command by its own reply", async () => {
    const host = connected();
    const [one, two] = [host.send({ type: "replay" }), host.send({ type: "cut", camera: 9 })];
    const [first, second] = last().sent;
    last().receive({ type: "reply", id: second?.id, seq: null, refusal: { code: "unknown_camera", message: "no" } });
    last().receive({ type: "reply", id: first?.id, seq: 12, refusal: null });
    await expect(one).resolves.toBe(12);
    await expect(two).rejects.toEqual({ code: "unknown_camera", message: "no" });
    expect(messages.length).toBe(1);
  });

  test("refuses what waits when the engine goes, and comes back by itself", async () => {
    const host = connected();
    const waiting = expect(host.send({ type: "live" })).rejects.toMatchObject({ code: "busy" });
    status = new Error("nobody listens");
    last().close();
    await waiting;
    await expect(host.send({ type: "live" })).rejects.toMatchObject({ code: "busy" });
    await vi.advanceTimersByTimeAsync(500);
    expect([links, FakeSocket.all.length]).toEqual([["up", "gone"], 2]);
    last().receive(SNAPSHOT);
    expect(links).toEqual(["up", "gone", "up"]);
  });

  test("tells a wrong token from an engine that is gone", async () => {
    const host = new Browser(location, access("old"));
    host.connect(receiver);
    status = 401;
    last().close();
    await vi.advanceTimersByTimeAsync(1);
    expect(links).toEqual(["denied"]);
  });
});

test.each([
  [`attachment; filename="But.mp4"; filename*=UTF-8''But%20d%E2%80%99%C3%89mile.mp4`, "But d’Émile.mp4"],
  [`attachment; filename="Goal.mp4"`, "Goal.mp4"],
  ["", "clip"],
])("a file that is sent as %s is called %s", (disposition, name) => {
  expect(fileName(disposition)).toBe(name);
});

test("a file that is refused says why, and one that does not come is a busy engine", async () => {
  const host = new Browser(location, access("secret"));
  const refusal = { code: "nothing_to_replay", message: "There is no picture." };
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(refusal, { status: 404 })));
  await expect(host.file("/clips/7/file")).rejects.toEqual(refusal);
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("gone")));
  await expect(host.file("/clips/7/file")).rejects.toMatchObject({ code: "busy" });
});

test("a file is asked for with the desk's token, and has its name", async () => {
  const asked = vi.fn((_: string, __: RequestInit) => {
    const headers = { "Content-Disposition": `attachment; filename="Goal.mp4"` };
    return Promise.resolve(new Response("pictures", { headers }));
  });
  vi.stubGlobal("fetch", asked);
  const file = await new Browser(location, access("secret")).file("/clips/7/file?camera=2");
  expect(asked.mock.calls[0]).toEqual([
    "http://127.0.0.1:4000/clips/7/file?camera=2",
    { headers: { Authorization: "Bearer secret" } },
  ]);
  expect([file.name, await file.text()]).toEqual(["Goal.mp4", "pictures"]);
});
