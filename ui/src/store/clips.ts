import { computed, signal } from "@preact/signals-core";
import type { Clip } from "../protocol/Clip";
import type { Mark } from "../protocol/Mark";
import { recording, state } from "./desk";

/** The most stars of a clip. */
export const MOST_STARS = 5;

const NO_CLIPS: readonly Clip[] = [];
const NO_MARKS: readonly Mark[] = [];

// First as the state has them: it changes with every event, and what is made of these is made once for each of theirs.
const keptClips = computed(() => state.value?.clips ?? NO_CLIPS);
const keptMarks = computed(() => state.value?.marks ?? NO_MARKS);

/** The clips, newest first. */
export const clips = computed<readonly Clip[]>(() => [...keptClips.value].reverse());
/** The clips by their ids. */
export const clipsById = computed<ReadonlyMap<number, Clip>>(() => new Map(clips.value.map((clip) => [clip.id, clip])));
/** The marks, newest first. */
export const marks = computed<readonly Mark[]>(() => [...keptMarks.value].reverse());
/** What is kept of the past. */
export const archive = computed(() => state.value?.archive ?? null);

/** How long before the press of its key a mark may be set, in milliseconds. */
export const PRE_ROLLS: readonly number[] = [0, 5_000, 10_000];
/** How long before the press it is set: what is marked began before anybody could press. Each desk has its own. */
export const preRoll = signal(0);

/** What the clips are searched for. */
export const search = signal("");
/** The clips that are searched for, newest first. */
export const foundClips = computed(() => {
  const asked = wordsOf(search.value);
  return asked.length === 0 ? clips.value : clips.value.filter((clip) => isFound(clip, asked));
});

/** Whether pictures go to the disk now: else a clip lasts as long as the memory reaches back. */
export const goesToDisk = computed(() => {
  const state = recording.value?.state;
  return state === "running" || state === "starting" || archive.value?.spool != null;
});

/** The time of day at a moment of the session clock. */
export function timeOf(at: number): Date {
  return new Date((state.peek()?.wall ?? 0) + at);
}

/** How long a clip is, in milliseconds. */
export function lengthOf({ from, to }: Pick<Clip, "from" | "to">): number {
  return Math.max(0, to - from);
}

/** The camera that a clip begins with; null where nothing was on program then. */
export function firstCamera({ camera, cuts }: Pick<Clip, "camera" | "cuts">): number | null {
  return camera ?? cuts[0]?.camera ?? null;
}

/** Whether all of it is older than the oldest picture that is kept, where that is known. */
export function isGone({ to }: Pick<Clip, "to">, begin: number | null): boolean {
  return begin !== null && to <= begin;
}

/** What is said of a clip, as it is typed: its name, then each of its tags with `#`. */
export function describe({ name, tags }: Pick<Clip, "name" | "tags">): string {
  return [name, ...tags.map((tag) => `#${tag}`)].join(" ");
}

/** The name and the tags in what was typed; no name where nothing is before the first `#`. */
export function described(text: string): { name: string | null; tags: string[] } {
  const [name = "", ...rest] = text.split(/(?:^|\s)#/);
  const tags = rest.map((tag) => tag.trim()).filter((tag) => tag !== "");
  return { name: name.trim() || null, tags: [...new Set(tags)] };
}

function isFound({ name, tags, stars }: Clip, asked: readonly string[]): boolean {
  const all = [name, ...tags].map(plain);
  const tagged = tags.map((tag) => `#${plain(tag)}`);
  return asked.every((word) => {
    if (/^[*★]+$/.test(word)) return stars >= word.length;
    return word.startsWith("#") ? tagged.some((tag) => tag.startsWith(word)) : all.some((text) => text.includes(word));
  });
}

function wordsOf(text: string): string[] {
  return plain(text)
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** As it is compared: without case and accents. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
