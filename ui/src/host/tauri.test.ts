import { beforeEach, expect, test, vi } from "vitest";
import type { Command } from "../protocol/Command";
import { Tauri } from "./tauri";

const invoke = vi.hoisted(() => vi.fn());
vi.mock("@tauri-apps/api/core", () => ({ invoke, Channel: class {} }));

beforeEach(() => {
  invoke.mockReset();
});

test.each<[Command, string, object]>([
  [{ type: "cut", camera: 2 }, "cut", { camera: 2 }],
  [{ type: "replay" }, "replay", {}],
  [{ type: "live" }, "live", {}],
  [{ type: "live", on: "cue" }, "command", { type: "live", on: "cue" }],
  [{ type: "mark" }, "command", { type: "mark" }],
  [{ type: "rename", camera: 2, name: " " }, "command", { type: "rename", camera: 2, name: " " }],
])("%j is invoked as %s, and the answer is its event", async (command, name, message) => {
  invoke.mockResolvedValue(12);
  expect(await new Tauri().send(command)).toBe(12);
  expect(invoke.mock.calls).toEqual([[name, message]]);
});

test("a refusal reaches whoever sent the command", async () => {
  invoke.mockRejectedValue({ code: "malformed", message: "the command could not be read" });
  await expect(new Tauri().send({ type: "disconnect", link: 7 })).rejects.toMatchObject({ code: "malformed" });
});
