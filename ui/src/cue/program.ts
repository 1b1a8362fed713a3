import { computed, effect, untracked } from "@preact/signals-core";
import type { BigMonitor } from "../monitor/big-monitor";
import { programPlayer } from "../store/players";
import { Stage } from "./stage";

/**
 * Shows the replay on program where it stands or runs backwards. Encoded frames are sent forwards only, so what the engine
 * sends stands still meanwhile; the pages of this machine fetch its pictures themselves, as they do for a cue.
 */
export function pullProgram(program: BigMonitor): void {
  const player = computed(() => (programPlayer.value && programPlayer.value.speed <= 0 ? programPlayer.value : null));
  const stage = new Stage(
    () => player.peek(),
    () => true,
    "shown",
  );
  // Where there are no pictures the last one stays: black would be an alarm on program.
  stage.showOn({ draw: (picture) => program.pulled(picture), clear: () => {} });
  effect(() => {
    program.pull(player.value !== null);
    untracked(() => stage.look());
  });
}
