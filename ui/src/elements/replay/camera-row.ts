import { computed, signal, untracked } from "@preact/signals-core";
import { archive } from "../../cue/archive";
import { shownAngle } from "../../cue/driven";
import { span } from "../../cue/span";
import { t } from "../../i18n/language";
import type { Span } from "../../layout/span";
import { clips } from "../../store/clips";
import { now } from "../../store/clock";
import { cameraSignal } from "../../store/desk";
import { pastOnAir } from "../../store/past";
import { el, RegieElement } from "../element";
import { type Block, Blocks } from "./blocks";

/** How many tones tell neighbouring cameras apart; the number says which one it is. */
const TONES = 6;
/** How long it is believed where a camera's holes are, in milliseconds. */
const BELIEVED = 3_000;

/** The row of program: its cuts. */
export class ProgramRow extends RegieElement {
  readonly #line = el("div", { class: "lane-line" });
  readonly #blocks = new Blocks(this.#line);

  protected build(): void {
    this.append(el("span", { class: "lane-name" }, t("drawer.pgm")), this.#line);
  }

  protected follow(): void {
    this.effect(() => this.#blocks.show(span.value, cuts.value));
  }
}
customElements.define("regie-program-row", ProgramRow);

/** What was on program. Before anything is known of it, it is the cuts that clips have kept. */
const cuts = computed<readonly Block[]>(() => {
  const [known, until] = [pastOnAir(), now.value];
  const begin = known[0]?.since ?? until;
  const kept = clips.value.flatMap((clip) => clip.cuts).filter(({ to }) => to <= begin);
  return [
    ...kept.map(({ camera, from, to }) => onProgram(`${camera} ${from}`, camera, from, to)),
    ...known.map(({ kind, camera, since }, index) => {
      const to = known[index + 1]?.since ?? until;
      if (camera !== null) return onProgram(`${since}`, camera, since, to);
      // A camera that is gone was somebody's picture.
      const text = kind === "replay" ? "R" : kind === "camera" ? "–" : "";
      return { key: `${since}`, from: since, to, kind, text };
    }),
  ];
});

function onProgram(key: string, camera: number, from: number, to: number): Block {
  return { key, from, to, kind: "camera", text: String(camera), tone: camera % TONES };
}

/** The row of a camera: what there is of it, its holes, and when it was on program. */
export class CameraRow extends RegieElement {
  readonly #camera: number;
  readonly #line = el("div", { class: "lane-line" });
  readonly #blocks = new Blocks(this.#line);
  /** Where there are pictures, as last said, and within what; none where nobody says. */
  readonly #covered = signal<{ of: Span; stretches: readonly Span[] } | null>(null);
  #asked = { at: 0, of: { from: 0, to: 0 } };

  constructor(camera: number) {
    super();
    this.#camera = camera;
  }

  protected build(): void {
    this.dataset.number = String(this.#camera);
    this.append(el("span", { class: "lane-name" }, String(this.#camera)), this.#line);
  }

  protected follow(): void {
    const camera = cameraSignal(this.#camera);
    this.effect(() => {
      const [shown, at] = [span.value, now.value];
      untracked(() => void this.#ask(shown, at));
    });
    this.effect(() => {
      const isShown = shownAngle.value === this.#camera;
      this.toggleAttribute("data-shown", isShown);
      if (isShown) this.scrollIntoView({ block: "nearest" });
    });
    this.effect(() => {
      const { state = "lost", since = 0 } = camera.value ?? {};
      const until = now.value;
      this.dataset.state = state;
      this.#blocks.show(span.value, [...this.#holes(state === "lost" ? since : null, until), ...this.#shown()]);
    });
  }

  async #ask(shown: Span, at: number): Promise<void> {
    const isNear = shown.from >= this.#asked.of.from && shown.to <= this.#asked.of.to;
    if (isNear && at - this.#asked.at < BELIEVED) return;
    const length = shown.to - shown.from;
    const of = { from: Math.max(0, shown.from - length / 2), to: shown.to + length / 2 };
    this.#asked = { at, of };
    const stretches = await archive.coverage(this.#camera, of);
    if (this.#asked.of === of) this.#covered.value = stretches && { of, stretches };
  }

  /** Where nothing is, as far as it was said; and since when a lost camera is lost. */
  #holes(lostSince: number | null, until: number): Block[] {
    const covered = this.#covered.value ?? (lostSince === null ? null : { of: { from: lostSince }, stretches: [] });
    if (!covered) return [];
    const { of, stretches } = covered;
    const begins = [of.from, ...stretches.map(({ to }) => to)];
    const ends = [...stretches.map(({ from }) => from), lostSince === null ? null : until];
    const holes = begins.map((from, index) => ({ from, to: ends[index] ?? from }));
    return holes
      .filter(({ from, to }) => to > from)
      .map(({ from, to }) => ({ key: `hole ${Math.round(from)}`, from, to, kind: "hole" }));
  }

  #shown(): Block[] {
    const mine = cuts.value.filter(({ tone, text }) => tone !== undefined && text === String(this.#camera));
    return mine.map((block) => ({ ...block, text: "" }));
  }
}
customElements.define("regie-camera-row", CameraRow);
