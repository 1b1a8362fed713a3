import { goTo, seek, setSpeed, trim } from "../../cue/drive";
import { driven } from "../../cue/driven";

/** What is held. */
type Held = { readonly kind: "position"; readonly speed: number } | { readonly kind: "in" | "out" };

/**
 * Lets the pointer move a position over a line of time: it stands while it is held, and goes on as it did. Beyond the
 * range a press cues from there. The range's edges are dragged to where they shall be.
 */
export function scrubOn(line: HTMLElement, momentOf: (event: MouseEvent) => number): void {
  let held: Held | null = null;
  line.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    line.setPointerCapture(event.pointerId);
    const edge = (event.target as Element).closest(".rows-edge");
    if (edge) {
      held = { kind: edge.classList.contains("is-in") ? "in" : "out" };
      return;
    }
    held = { kind: "position", speed: driven.peek()?.speed ?? 0 };
    goTo(momentOf(event));
  });
  line.addEventListener("pointermove", (event) => {
    const player = driven.peek();
    if (!held || !player) return;
    const at = momentOf(event);
    if (held.kind === "in") trim(player, { from: Math.min(at, player.to - 1) });
    else if (held.kind === "out") trim(player, { to: Math.max(at, player.from + 1) });
    else {
      if (player.speed !== 0) setSpeed(0);
      seek(player, at);
    }
  });
  const release = () => {
    const player = driven.peek();
    if (held?.kind === "position" && held.speed !== 0 && player?.speed === 0) setSpeed(held.speed);
    held = null;
  };
  line.addEventListener("pointerup", release);
  line.addEventListener("pointercancel", release);
}
