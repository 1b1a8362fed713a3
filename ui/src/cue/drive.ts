import { signal } from "@preact/signals-core";
import type { PlayerState } from "../protocol/PlayerState";
import { archive } from "../store/clips";
import { sessionNow } from "../store/clock";
import { cameras, settings } from "../store/desk";
import { cut, order, showAngle } from "../store/orders";
import { positionOf } from "../store/player";
import { nextSpeed, shuttled } from "../store/speeds";
import { cue } from "./cue";
import { angled, driven } from "./driven";

/** The speed that a player goes on with after a pause: the last one that it had. */
const resumed = { id: 0, speed: 100 };

/** The feeds of the cameras that A plays one after the other; none for every camera that is live. */
export const run = signal<ReadonlySet<number>>(new Set());

/** Cues the last seconds of the program. */
export function cueLast(): void {
  void order({ type: "replay", on: "cue" });
}

/** Cues from a moment of the session clock on, for as long as a replay is; the angle stays. */
export function cueFrom(at: number): void {
  const begin = archive.peek()?.begin ?? 0;
  const last = Math.floor(sessionNow());
  const from = Math.max(0, Math.round(Math.max(begin, Math.min(at, last - 1000))));
  const to = Math.max(from + 1, Math.min(from + (settings.peek()?.replay_length ?? 0), last));
  const camera = cue.player.peek()?.camera;
  void order({ type: "replay", on: "cue", from, to, ...(camera != null && { camera }) });
}

/** Goes to a moment: within what is driven, else cues from there. */
export function goTo(at: number): void {
  const player = driven.peek();
  if (player && player.from <= at && at < player.to) seek(player, at);
  else cueFrom(at);
}

/** Puts a player at a moment of its range. */
export function seek(player: PlayerState, at: number): void {
  seekAnywhere(player, Math.max(player.from, Math.min(at, player.to - 1)));
}

/** Puts a player at a moment, for which its range grows. */
function seekAnywhere({ on }: PlayerState, at: number): void {
  const moment = Math.max(0, Math.round(at));
  if (on === "cue") cue.seek(moment);
  else void order({ type: "seek", on, at: moment });
}

/** Says how fast what is driven plays, in percent. */
export function setSpeed(speed: number): void {
  const player = driven.peek();
  if (!player) return;
  remember(player);
  if (player.on === "cue") cue.speed(speed);
  else void order({ type: "speed", on: player.on, speed });
}

function remember({ id, speed }: PlayerState): void {
  if (speed !== 0) Object.assign(resumed, { id, speed });
}

/** Lets what is driven stand, or go on; from its beginning where it is over. */
export function togglePause(): void {
  const player = driven.peek();
  if (!player) return;
  const { over } = positionOf(player, sessionNow());
  if (over && player.speed > 0) seek(player, player.from);
  else if (player.speed !== 0) setSpeed(0);
  else setSpeed(resumed.id === player.id ? resumed.speed : 100);
}

/** The next step of the shuttle, back or forth; 0 stands. */
export function shuttle(way: -1 | 0 | 1): void {
  const player = driven.peek();
  if (player) setSpeed(way === 0 ? 0 : shuttled(player.speed, way));
}

/** The next speed that has a key, up or down. */
export function changeSpeed(way: 1 | -1): void {
  const player = driven.peek();
  if (player) setSpeed(nextSpeed(player.speed, way));
}

/** Lets what is driven stand so many pictures on. */
export function step(frames: number): void {
  const player = driven.peek();
  if (!player) return;
  remember(player);
  if (player.on === "cue") cue.step(frames);
  else void order({ type: "step", on: player.on, frames });
}

/** Puts what is driven so many milliseconds on. At an end of its range it stops; who asks again goes beyond it. */
export function jump(by: number): void {
  const player = driven.peek();
  if (!player) return;
  const { at } = positionOf(player, sessionNow());
  const isThere = by < 0 ? at <= player.from : at >= player.to - 1;
  if (isThere) seekAnywhere(player, at + by);
  else seek(player, at + by);
}

/** Puts what is driven at the beginning of its range, or at its last picture. */
export function jumpTo(edge: "begin" | "end"): void {
  const player = driven.peek();
  if (player) seek(player, edge === "begin" ? player.from : player.to - 1);
}

/** What is driven begins with the picture that is seen, or ends with it. */
export function trimHere(edge: "in" | "out"): void {
  const player = driven.peek();
  if (!player) return;
  // The picture itself, where it is the one that is due: it was taken before the position, within a picture's time.
  const seen = player.on === "cue" && !cue.waits.peek() ? cue.shown.peek() : null;
  const at = Math.floor(seen?.at ?? positionOf(player, sessionNow()).at);
  const within = Math.max(player.from, Math.min(at, player.to - 1));
  trim(player, edge === "in" ? { from: within } : { to: within + 1 });
}

/** Moves the beginning or the end of a player's range. */
export function trim({ on }: PlayerState, { from, to }: { from?: number; to?: number }): void {
  const begin = from !== undefined && { from: Math.max(0, Math.floor(from)) };
  const end = to !== undefined && { to: Math.max(1, Math.floor(to)) };
  void order({ type: "trim", on, ...begin, ...end });
}

/** Plays on program what is cued. */
export function take(): void {
  if (cue.player.peek()) void order({ type: "take" });
}

/** What a figure or a tile means now: another angle of the replay, or a cut. */
export function chooseCamera(camera: number): void {
  const player = angled.peek();
  if (!player) cut(camera);
  else if (player.on === "cue") cue.angle(camera);
  else showAngle(player.on, camera);
}

/** Puts a camera into the run of angles, or takes it out. */
export function toggleInRun(camera: number): void {
  const feed = cameras.peek().find(({ number }) => number === camera)?.feed;
  if (feed === undefined) return;
  const next = new Set(run.peek());
  if (!next.delete(feed)) next.add(feed);
  run.value = next;
}

/** Plays the range from one camera after the other: those of the run, else all that are live. */
export function playRun(): void {
  const player = driven.peek();
  if (!player) return;
  const known = cameras.peek();
  const chosen = known.filter(({ feed }) => run.peek().has(feed));
  const all = chosen.length > 0 ? chosen : known.filter(({ state }) => state === "live");
  if (all.length > 0) void order({ type: "angles", on: player.on, cameras: all.map(({ number }) => number) });
}

/** Keeps the range of what is driven as a clip. False when it was refused. */
export function keepDriven(): Promise<boolean> {
  return order({ type: "clip", on: driven.peek()?.on ?? "program" });
}
