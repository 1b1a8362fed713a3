import { signal } from "@preact/signals-core";
import type { Host } from "../host/host";
import { t } from "../i18n/language";
import { refusalText } from "../i18n/refusal";
import { timeOfDay } from "../i18n/time";
import type { Command } from "../protocol/Command";
import type { FallbackTo } from "../protocol/FallbackTo";
import type { LinkKind } from "../protocol/LinkKind";
import type { Playout } from "../protocol/Playout";
import type { Refusal } from "../protocol/Refusal";
import type { ReplayBus } from "../protocol/ReplayBus";
import type { SoundMode } from "../protocol/SoundMode";
import type { SoundSource } from "../protocol/SoundSource";
import { showAhead } from "./ahead";
import { goesToDisk, preRoll, timeOf } from "./clips";
import { sessionNow } from "./clock";
import { hold, programSound } from "./desk";
import { notify } from "./view";

/** A key or button that answers a press before the engine does: a camera's number, or a footer key. */
export type Pressable = number | "replay" | "live" | "record" | "mark" | "clip" | "mute" | "hold";

/** Shortest time a press shows: seen, and over before the next one. */
const SHORTEST_PRESS = 120;

/** What is pressed: from the press until the engine's answer. */
export const pressed = signal<ReadonlySet<Pressable>>(new Set());

let host: Host | null = null;

/** Says whom the orders go to. */
export function sendOrdersTo(to: Host): void {
  host = to;
}

/** Puts a camera on program. */
export function cut(camera: number): void {
  const answer = send({ type: "cut", camera });
  void press(camera, answer);
  draw(() => showAhead(camera, answer));
}

/** Plays the last seconds of the program. */
export function startReplay(): void {
  void press("replay", send({ type: "replay" }));
}

/** Shows a replay from another camera, from the same instant on. */
export function showAngle(on: ReplayBus, camera: number): void {
  void press(camera, send({ type: "angle", on, camera }));
}

/** Returns to live. */
export function backToLive(): void {
  void press("live", send({ type: "live" }));
}

/** Puts the hold slate on program, or takes it off. */
export function toggleHold(): void {
  void press("hold", send({ type: "hold", on: !hold.peek()?.on }));
}

/** Says what stands on the hold slate; null for the usual words. */
export function setHoldText(text: string | null): void {
  void order({ type: "set_hold", text });
}

/** Gives a camera another name. */
export function rename(camera: number, name: string): void {
  void order({ type: "rename", camera, name });
}

/** Says how much every camera may send of its pictures, in kbit/s. */
export function chooseBudget(kbps: number): void {
  void order({ type: "camera_budget", kbps });
}

/** Takes a camera out of the roster. */
export function remove(camera: number): void {
  void order({ type: "remove", camera });
}

/** Takes every lost camera out of the roster. */
export function removeLost(): void {
  void order({ type: "remove_lost" });
}

/** Gives a camera another number, and with it its place; the camera that has that one takes the first one's. */
export function renumber(camera: number, to: number): Promise<boolean> {
  return order({ type: "renumber", camera, to });
}

/** Takes a camera out of the roster and deletes what it left. */
export function erase(camera: number): void {
  void order({ type: "erase", camera });
}

/** Starts recording the show. */
export function startRecording(): void {
  void press("record", send({ type: "start_recording" }));
}

/** Saves the show; or gives up one whose recording failed. */
export function stopRecording(): void {
  void press("record", send({ type: "stop_recording" }));
}

/** Marks this moment, or one that much before it as the director wants. */
export async function setMark(): Promise<void> {
  const before = preRoll.peek();
  const accepted = press("mark", send({ type: "mark", ...(before > 0 && { pre_roll: before }) }));
  const time = timeOfDay(timeOf(sessionNow() - before));
  if (await accepted) notify(t("moment.mark.done", { time }), "done");
}

/** Keeps the replay that plays, or the last seconds of program, as a clip. */
export async function keepClip(): Promise<void> {
  if (await press("clip", send({ type: "clip" }))) tellKept();
}

/** Says that a clip is kept, and where that is not for long. */
export function tellKept(): void {
  notify(t(goesToDisk.peek() ? "moment.clip.done" : "moment.clip.fleeting"), "done");
}

/** Chooses where the sound of program comes from. */
export function chooseSound(source: SoundSource): void {
  void order({ type: "program_sound", source });
}

/** Mutes the sound of program, or not any more. */
export function toggleMute(): void {
  void press("mute", send({ type: "mute", muted: !programSound.peek()?.muted }));
}

/** Says what a camera's microphone is for. */
export function chooseSoundMode(camera: number, mode: SoundMode): void {
  void order({ type: "sound_mode", camera, mode });
}

/** Delays a camera's sound, by this many milliseconds. */
export function delaySound(camera: number, delay: number): void {
  void order({ type: "sound_delay", camera, delay });
}

/** Lets this desk's voice be heard at a camera's phone, or at all; or not any more. Whether that was accepted. */
export function speak(on: boolean, camera: number | null): Promise<boolean> {
  return order({ type: "talk", on, ...(camera !== null && { camera }) });
}

/** Writes to whoever holds a camera, or to all; without words, takes back what was written. */
export function writeCue(camera: number | null, text: string): void {
  void order({ type: "cue", text, ...(camera !== null && { camera }) });
}

/** Says that it is understood that a camera asks to be taken. */
export function answer(camera: number): void {
  void order({ type: "answer", camera });
}

/** Says where program goes when the camera on it fails, and whether it comes back by itself. */
export function arm(to: FallbackTo | null, back: boolean): void {
  void order({ type: "fallback", to, back });
}

/** Says that it is understood that program went to its fallback. */
export function understandFallback(): void {
  void order({ type: "fallback_understood" });
}

/** Says how far behind whoever watches may be. */
export function choosePlayout(playout: Playout): void {
  void order({ type: "playout", playout });
}

/** Makes a link to another server. False when it was refused. */
export function connect(kind: LinkKind, url: string, token: string | null, name: string | null): Promise<boolean> {
  return order({ type: "connect", kind, url, token, name });
}

/** Ends a link. */
export function disconnect(link: number): void {
  void order({ type: "disconnect", link });
}

/** Chooses the address that the QR code carries. */
export function chooseAddress(address: string): void {
  void order({ type: "choose_address", address });
}

/** Sends a command, before it returns; a refusal becomes a notice. Whether it was accepted. */
export async function order(command: Command): Promise<boolean> {
  return (await send(command)) !== null;
}

/** A file that the engine makes; a refusal becomes a notice, and there is none. */
export async function fileOf(path: string): Promise<File | null> {
  try {
    return host ? await host.file(path) : null;
  } catch (refusal) {
    notify(refusalText(refusal as Refusal));
    return null;
  }
}

/** Sends a command, before it returns. The number of the event that its effect is in; null when it was refused. */
export async function send(command: Command): Promise<number | null> {
  try {
    return host ? await host.send(command) : null;
  } catch (refusal) {
    notify(refusalText(refusal as Refusal, command));
    return null;
  }
}

/** Shows the press of a command that was sent: whatever happens to a picture, the order is on its way. */
async function press(key: Pressable, answer: Promise<number | null>): Promise<boolean> {
  const shown = new Promise((done) => window.setTimeout(done, SHORTEST_PRESS));
  draw(() => {
    pressed.value = new Set(pressed.value).add(key);
  });
  const [effect] = await Promise.all([answer, shown]);
  const rest = new Set(pressed.value);
  rest.delete(key);
  draw(() => {
    pressed.value = rest;
  });
  return effect !== null;
}

/** Changes what is shown. A picture that can't be drawn is an error to be reported, and no reason to stop here. */
function draw(change: () => void): void {
  try {
    change();
  } catch (error) {
    reportError(error);
  }
}
