import { effect } from "@preact/signals-core";
import { ownCue } from "../store/cue";
import { showDrawer } from "../store/view";

/** Shows what a remote control cues, for whom it may be: nobody would look at it in a drawer that is folded. */
export function showRemoteCues(): void {
  let newest = 0;
  effect(() => {
    const cue = ownCue.value;
    if (cue?.desk !== null || cue.id <= newest) return;
    newest = cue.id;
    showDrawer();
  });
}
