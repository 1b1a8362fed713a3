import { computed, signal } from "@preact/signals-core";
import type { PlayerState } from "../protocol/PlayerState";
import type { ReplayBus } from "../protocol/ReplayBus";
import { now } from "../store/clock";
import { positionOf } from "../store/player";
import { programPlayer } from "../store/players";
import { editing } from "../store/view";
import { cue } from "./cue";

/** The bus that the director chose by hand, until a newer player is there than there was then. */
const chosen = signal<{ on: ReplayBus; newest: number } | null>(null);

const newest = computed(() => Math.max(cue.player.value?.id ?? 0, programPlayer.value?.id ?? 0));

/**
 * What the drawer drives: this desk's cue, or the replay on program. The newer one of both, so the hand that takes a
 * replay to program goes on with it there; or the one that was chosen.
 */
export const driven = computed<PlayerState | null>(() => {
  const [cued, program] = [cue.player.value, programPlayer.value];
  if (!cued || !program) return cued ?? program;
  const wanted = chosen.value?.newest === newest.value ? chosen.value.on : cued.id > program.id ? "cue" : "program";
  return wanted === "cue" ? cued : program;
});

/** Drives the other one of both, where there are two. */
export function driveOther(): void {
  const now = driven.peek();
  if (!now || !cue.player.peek() || !programPlayer.peek()) return;
  chosen.value = { on: now.on === "cue" ? "program" : "cue", newest: newest.peek() };
}

/**
 * What the figures and tiles choose an angle of; null while they cut. In the drawer that is what it drives, elsewhere
 * the replay on program: a cue that is looked at keeps nobody from cutting.
 */
export const angled = computed<PlayerState | null>(() => (editing.value ? driven.value : programPlayer.value));

/** Whether figures and tiles choose an angle now. */
export const choosesAngle = computed(() => angled.value !== null);

/** The camera whose picture is the angle now, at the beat of the page; null while figures cut. */
export const shownAngle = computed(() => angled.value && positionOf(angled.value, now.value).camera);
