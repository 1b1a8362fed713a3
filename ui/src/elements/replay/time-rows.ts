import { untracked } from "@preact/signals-core";
import { cue } from "../../cue/cue";
import { driven } from "../../cue/driven";
import { followSpan, span } from "../../cue/span";
import { t } from "../../i18n/language";
import { timeOfDay } from "../../i18n/time";
import { shareOf, ticks } from "../../layout/span";
import type { PlayerState } from "../../protocol/PlayerState";
import { clips, marks, timeOf } from "../../store/clips";
import { now, sessionNow } from "../../store/clock";
import { cameras, state } from "../../store/desk";
import { positionOf } from "../../store/player";
import { programPlayer } from "../../store/players";
import { el, RegieElement, setText } from "../element";
import { Blocks } from "./blocks";
import { CameraRow, ProgramRow } from "./camera-row";
import { Film } from "./film";
import { jogOn } from "./jog";
import { scrubOn } from "./scrub";

/** More cameras than this have no room for a film above their rows. */
const MANY = 6;
/** The room that a label of the wall clock takes, in its own height. */
const LABEL = 6;

/** The time line of the drawer: a row a camera, marks and clips above them, and over all the cue and what is on air. */
export class TimeRows extends RegieElement {
  readonly #ruler = el("div", { class: "rows-ruler" });
  readonly #labels = new Blocks(this.#ruler);
  readonly #kept = el("div", { class: "rows-kept" });
  readonly #keptBlocks = new Blocks(this.#kept);
  readonly #lines = el("div", { class: "rows-lines" });
  readonly #rows = new Map<number, CameraRow>();
  readonly #over = el("div", { class: "rows-over", "data-testid": "time-rows" });
  readonly #range = el("div", { class: "rows-range" });
  readonly #in = el("div", { class: "rows-edge is-in" });
  readonly #out = el("div", { class: "rows-edge is-out" });
  readonly #head = el("div", { class: "rows-head is-cue" });
  readonly #onAir = el("div", { class: "rows-head is-program" });
  readonly #now = el("div", { class: "rows-now" });

  protected build(): void {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", t("drawer.lines"));
    this.#lines.append(new ProgramRow());
    this.#over.append(this.#range, this.#in, this.#out, this.#now, this.#onAir, this.#head);
    this.append(this.#ruler, this.#kept, new Film(), this.#lines, this.#over);
    const momentOf = ({ clientX }: MouseEvent) => {
      const { left, width } = this.#over.getBoundingClientRect();
      const { from, to } = span.peek();
      return from + ((clientX - left) / width) * (to - from);
    };
    scrubOn(this.#over, momentOf);
    jogOn(this.#over, momentOf);
  }

  protected follow(): void {
    this.effect(() => {
      now.value;
      driven.value;
      untracked(followSpan);
    });
    this.effect(() => {
      const numbers = cameras.value.map(({ number }) => number);
      untracked(() => this.#match(numbers));
    });
    this.effect(() => this.#showLabels());
    this.effect(() => this.#showKept());
    this.effect(() => this.#showRange());
    // As smooth as the picture runs; the rest moves at the page's beat.
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    let frame = 0;
    const run = () => {
      this.#showHeads();
      frame = requestAnimationFrame(run);
    };
    if (!calm) run();
    this.undo(() => cancelAnimationFrame(frame));
    this.effect(() => {
      now.value;
      this.#showHeads();
    });
  }

  #match(numbers: readonly number[]): void {
    for (const [number, row] of this.#rows) {
      if (numbers.includes(number)) continue;
      row.remove();
      this.#rows.delete(number);
    }
    numbers.forEach((number, index) => {
      if (this.#rows.has(number)) return;
      const row = new CameraRow(number);
      this.#rows.set(number, row);
      this.#lines.insertBefore(row, this.#lines.children[index + 1] ?? null);
    });
    this.toggleAttribute("data-many", numbers.length > MANY);
  }

  #showLabels(): void {
    const shown = span.value;
    const most = Math.max(2, Math.floor(this.#ruler.clientWidth / (this.#ruler.clientHeight * LABEL || 1)));
    const moments = ticks(shown, state.value?.wall ?? 0, most);
    const step = (moments[1] ?? shown.to) - (moments[0] ?? shown.from);
    const labels = moments.map((at) => ({ key: String(at), from: at, to: at + step, kind: "label", text: clock(at) }));
    this.#labels.show(shown, labels);
  }

  #showKept(): void {
    this.#keptBlocks.show(span.value, [
      ...clips.value.map(({ id, from, to, name }) => ({ key: `clip ${id}`, from, to, kind: "clip", text: name })),
      ...marks.value.map(({ id, at, label }) => ({
        key: `mark ${id}`,
        from: at,
        to: at,
        kind: "mark",
        text: label ?? "",
      })),
    ]);
  }

  #showRange(): void {
    const [player, shown] = [driven.value, span.value];
    for (const part of [this.#range, this.#in, this.#out]) part.hidden = player === null;
    if (!player) return;
    const [begin, end] = [shareOf(shown, player.from), shareOf(shown, player.to)];
    this.#range.dataset.on = player.on;
    place(this.#range, Math.max(0, begin), Math.min(1, end));
    place(this.#in, begin);
    place(this.#out, end);
    const seconds = ((player.to - player.from) / 1000).toFixed(1);
    const words = t("drawer.range", { from: clock(player.from), to: clock(player.to), seconds });
    this.#over.setAttribute("aria-label", words);
    setText(this.#range, `${seconds} s`);
  }

  #showHeads(): void {
    const [shown, moment] = [span.peek(), sessionNow()];
    move(this.#now, shareOf(shown, moment));
    head(this.#head, cue.player.peek(), moment);
    head(this.#onAir, programPlayer.peek(), moment);
  }
}
customElements.define("regie-time-rows", TimeRows);

function head(element: HTMLElement, player: PlayerState | null, moment: number): void {
  const share = player && shareOf(span.peek(), positionOf(player, moment).at);
  element.hidden = share === null || share < 0 || share > 1;
  if (share !== null) move(element, share);
}

/** Puts a line at a share of what it is in. By its transform: it moves at each display frame, and lays out nothing anew. */
function move(element: HTMLElement, share: number): void {
  element.style.transform = `translateX(${share * 100}cqw)`;
}

function place(element: HTMLElement, from: number, to?: number): void {
  element.style.left = `${from * 100}%`;
  if (to === undefined) element.classList.toggle("is-outside", from < 0 || from > 1);
  else element.style.width = `${Math.max(0, to - from) * 100}%`;
}

function clock(at: number): string {
  return timeOfDay(timeOf(at));
}
