import { beforeEach, describe, expect, test } from "vitest";
import { Identity } from "./identity";
import { Memory } from "./memory";

/** A `Storage` as a browser keeps it. */
class Shelf implements Storage {
  private readonly items = new Map<string, string>();
  get length(): number {
    return this.items.size;
  }
  clear = () => this.items.clear();
  key = (at: number) => [...this.items.keys()][at] ?? null;
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}

let local: Storage;
let tab: Storage;
const visit = () => new Identity(new Memory(() => local), new Memory(() => tab));

beforeEach(() => {
  local = new Shelf();
  tab = new Shelf();
});

describe("the camera", () => {
  test("has an id that the desk takes, and keeps it", () => {
    const { camera } = visit();
    expect(camera).toMatch(/^[0-9a-f]{32}$/);
    expect(visit().camera).toBe(camera);
  });

  test("is another one on another phone", () => {
    const { camera } = visit();
    local = new Shelf();
    expect(visit().camera).not.toBe(camera);
  });

  test("keeps its id for the visit where the browser forbids to remember", () => {
    const forbidden = () => {
      throw new DOMException("", "SecurityError");
    };
    const identity = new Identity(new Memory(forbidden), new Memory(forbidden));
    expect(identity.camera).toBe(identity.camera);
    identity.take({ token: "t", name: "Crane" });
    expect([identity.token, identity.name]).toEqual(["t", "Crane"]);
  });
});

describe("the name", () => {
  test("is the link's suggestion, then what was typed over it, over a reload as well", () => {
    const first = visit();
    first.take({ token: "t", name: "Stage left" });
    expect(first.name).toBe("Stage left");
    first.name = "  Crane ";
    const reloaded = visit();
    reloaded.take({ token: "t", name: "Stage left" });
    expect(reloaded.name).toBe("Crane");
  });

  test("follows another link's suggestion", () => {
    visit().take({ token: "t", name: "Stage left" });
    const moved = visit();
    moved.take({ token: "t", name: "Stage right" });
    expect(moved.name).toBe("Stage right");
  });

  test("stays when a link suggests none", () => {
    visit().name = "Crane";
    const again = visit();
    again.take({ token: "t", name: null });
    expect(again.name).toBe("Crane");
  });
});

test("the token survives a reload without its fragment, in this tab only", () => {
  visit().take({ token: "secret", name: null });
  expect(visit().token).toBe("secret");
  tab = new Shelf();
  expect(visit().token).toBeNull();
});
