import { signal } from "@preact/signals-core";
import { followed, lengthAt, panned, type Span, ZOOMS, zoomed } from "../layout/span";
import { archive } from "../store/clips";
import { sessionNow } from "../store/clock";
import { positionOf } from "../store/player";
import { driven } from "./driven";

/** What of the time the drawer's rows show. */
export const span = signal<Span>({ from: 0, to: 60_000 });

let zoom = 0;
/** The position at the last look, of which player. */
let before: { id: number; at: number } | null = null;

/** The oldest moment of which there may be pictures. */
function begin(): number {
  return archive.peek()?.begin ?? 0;
}

/** Follows what is driven, or now. */
export function followSpan(): void {
  const now = sessionNow();
  const player = driven.peek();
  const at = player && positionOf(player, now).at;
  const known = player && before?.id === player.id ? before.at : null;
  span.value = followed(span.peek(), lengthAt(zoom, begin(), now), at, known, now);
  before = player && at !== null ? { id: player.id, at } : null;
}

/** Shows less of the time, for `way` 1, or more; around a moment, else around the position. */
export function zoomSpan(way: 1 | -1, around?: number): void {
  zoom = Math.max(0, Math.min(ZOOMS.length, zoom - way));
  const now = sessionNow();
  const player = driven.peek();
  const at = around ?? (player ? positionOf(player, now).at : now);
  span.value = zoomed(span.peek(), lengthAt(zoom, begin(), now), at, now);
}

/** Shows what is before it, or behind; by a share of its length. */
export function panSpan(share: number): void {
  span.value = panned(span.peek(), share, sessionNow());
}
