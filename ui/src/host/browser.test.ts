import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ToDesk } from "../protocol/ToDesk";
import { Browser } from "./browser";
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

const location = (hash: string) => ({ origin: "http://127.0.0.1:4000", hash, reload: vi.fn() }) as unknown as Location;
const SNAPSHOT = { type: "snapshot", snapshot: { seq: 1 } };

let stored: Map<string, string>;
let storage: Storage;
let links: Link[];
let messages: ToDesk[];
let status: number | Error;
const receiver = { link: (link: Link) => links.push(link), message: (message: ToDesk) => messages.push(message) };
const last = () => FakeSocket.all.at(-1) as FakeSocket;

beforeEach(() => {
  FakeSocket.all = [];
  stored = new Map();
  storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  } as unknown as Storage;
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
  const host = new Browser(location("#token=secret"), storage);
  host.connect(receiver);
  last().receive(SNAPSHOT);
  return host;
}

describe("a desk in a browser", () => {
  test("takes its token from the fragment, and remembers it for a reload", async () => {
    expect(await new Browser(location("#token=a%2Bb"), storage).monitorUrl()).toBe(
      "ws://127.0.0.1:4000/monitor?token=a%2Bb",
    );
    new Browser(location(""), storage).connect(receiver);
    expect(last().url).toBe("ws://127.0.0.1:4000/control?token=a%2Bb");
  });

  test("says that it has no token, and does not knock without one", () => {
    new Browser(location("#x=1"), storage).connect(receiver);
    expect([links, FakeSocket.all.length]).toEqual([["no_token"], 0]);
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
    last().receive({ type: "reply", id: second?.id, refusal: { code: "unknown_camera", message: "no" } });
    last().receive({ type: "reply", id: first?.id, refusal: null });
    await expect(one).resolves.toBeUndefined();
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
    const host = new Browser(location("#token=old"), storage);
    host.connect(receiver);
    status = 401;
    last().close();
    await vi.advanceTimersByTimeAsync(1);
    expect(links).toEqual(["denied"]);
  });
});
