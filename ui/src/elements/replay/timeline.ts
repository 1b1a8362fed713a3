import { t } from "../../i18n/language";
import { type Stretch, stretches } from "../../layout/timeline";
import { now } from "../../store/clock";
import { history, settings } from "../../store/desk";
import { position } from "../../store/replay";
import { el, RegieElement, setText } from "../element";

/** How many tones tell neighbouring cameras apart; the number says which one it is. */
const TONES = 6;

/** The share of the line below which a stretch has no room for its number. */
const NARROW = 0.016;

/** What was on program in the last minute, and what a replay would play. */
export class Timeline extends RegieElement {
  readonly #track = el("div", { class: "timeline-track" });
  readonly #reach = el("div", { class: "timeline-reach" });
  readonly #head = el("div", { class: "timeline-head" });
  readonly #start = el("span");
  readonly #middle = el("span");
  readonly #blocks = new Map<number, HTMLElement>();

  protected build(): void {
    this.setAttribute("role", "img");
    this.setAttribute("aria-label", t("footer.timeline"));
    this.#track.append(this.#reach, this.#head);
    this.append(
      this.#track,
      el("div", { class: "timeline-scale" }, this.#start, this.#middle, el("span", {}, t("footer.now"))),
    );
  }

  protected follow(): void {
    this.effect(() => {
      const length = settings.value?.history_length ?? 0;
      setText(this.#start, `−${Math.round(length / 1000)} s`);
      setText(this.#middle, `−${Math.round(length / 2000)} s`);
    });
    this.effect(() => this.#draw());
  }

  #draw(): void {
    const length = settings.value?.history_length ?? 0;
    if (length === 0) return;
    const shown = stretches(history.value, now.value, length);
    const since = new Set(shown.map((stretch) => stretch.since));
    for (const [key, block] of this.#blocks) {
      if (since.has(key)) continue;
      block.remove();
      this.#blocks.delete(key);
    }
    for (const stretch of shown) {
      const block = this.#block(stretch);
      place(block, stretch.from, stretch.to);
      block.classList.toggle("is-narrow", stretch.to - stretch.from < NARROW);
    }
    this.#drawReplay(length);
  }

  #drawReplay(length: number): void {
    const at = position.value?.at ?? null;
    this.#head.hidden = at === null;
    if (at !== null) this.#head.style.left = `${Math.max(0, 1 - (now.value - at) / length) * 100}%`;
    this.#reach.hidden = position.value !== null;
    place(this.#reach, 1 - (settings.value?.replay_length ?? 0) / length, 1);
  }

  #block({ since, source }: Stretch): HTMLElement {
    let block = this.#blocks.get(since);
    if (!block) {
      block = el("div", { class: `timeline-block is-${source.kind}` });
      if (source.kind === "camera") {
        block.dataset.tone = String(source.camera % TONES);
        block.textContent = String(source.camera);
      } else if (source.kind === "replay") {
        block.textContent = "R";
      } else if (source.kind === "hold") {
        block.textContent = "B";
      }
      this.#blocks.set(since, block);
      this.#track.prepend(block);
    }
    return block;
  }
}
customElements.define("regie-timeline", Timeline);

function place({ style }: HTMLElement, from: number, to: number): void {
  style.left = `${from * 100}%`;
  style.width = `${(to - from) * 100}%`;
}
