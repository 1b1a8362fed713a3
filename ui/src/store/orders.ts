import { signal } from "@preact/signals-core";
import type { Host } from "../host/host";
import { refusalText } from "../i18n/refusal";
import type { Command } from "../protocol/Command";
import type { Refusal } from "../protocol/Refusal";
import { notify } from "./view";

/** A key or button that answers a press before the engine does: a camera's number, or a footer key. */
export type Pressable = number | "replay" | "live";

/** Shortest time a press shows: seen, and over before the next one. */
const SHORTEST_PRESS = 120;

/** What is pressed: from the press until the engine's answer. */
export const pressed = signal<ReadonlySet<Pressable>>(new Set());

/** A cut that was pressed here and was not refused: the engine's word on it has come, or is on its way. */
export const expected = signal<{ readonly camera: number } | null>(null);

let host: Host | null = null;

/** Says whom the orders go to. */
export function sendOrdersTo(to: Host): void {
  host = to;
}

/** Puts a camera on program. */
export function cut(camera: number): void {
  expected.value = { camera };
  void press(camera, { type: "cut", camera });
}

/** Plays the last seconds of the program. */
export function startReplay(): void {
  void press("replay", { type: "replay" });
}

/** Returns to live. */
export function backToLive(): void {
  void press("live", { type: "live" });
}

/** Gives a camera another name. */
export function rename(camera: number, name: string): void {
  void order({ type: "rename", camera, name });
}

/** Takes a camera out of the roster. */
export function remove(camera: number): void {
  void order({ type: "remove", camera });
}

/** Chooses the address that the QR code carries. */
export function chooseAddress(address: string): void {
  void order({ type: "choose_address", address });
}

/** Sends a command; a refusal becomes a notice. */
export async function order(command: Command): Promise<void> {
  try {
    await host?.send(command);
  } catch (refusal) {
    if (command.type === "cut") expected.value = null;
    notify(refusalText(refusal as Refusal, command));
  }
}

async function press(key: Pressable, command: Command): Promise<void> {
  pressed.value = new Set(pressed.value).add(key);
  await Promise.all([order(command), new Promise((done) => window.setTimeout(done, SHORTEST_PRESS))]);
  const rest = new Set(pressed.value);
  rest.delete(key);
  pressed.value = rest;
}
