import { type Span, shareOf } from "../../layout/span";
import { el, setText } from "../element";

/** The share of a line below which a length is not seen. */
const NARROWEST = 1 / 2000;

/** Something with a length on a line of time. */
export interface Block {
  /** Tells blocks of one line apart. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** How it looks. */
  readonly kind: string;
  readonly text?: string;
  /** Which of the tones that tell neighbouring cameras apart. */
  readonly tone?: number;
}

/** Blocks on a line; each is made once, and moved from then on. */
export class Blocks {
  readonly #line: HTMLElement;
  readonly #blocks = new Map<string, HTMLElement>();

  constructor(line: HTMLElement) {
    this.#line = line;
  }

  /** Shows these, those of them that are seen in the span: a show's cuts are thousands, on a line of a thousand pixels. */
  show(span: Span, blocks: readonly Block[]): void {
    const least = (span.to - span.from) * NARROWEST;
    const seen = blocks.filter(
      ({ from, to }) => to >= span.from && from <= span.to && (from === to || to - from > least),
    );
    const keys = new Set(seen.map(({ key }) => key));
    for (const [key, element] of this.#blocks) {
      if (keys.has(key)) continue;
      element.remove();
      this.#blocks.delete(key);
    }
    for (const block of seen) this.#put(span, block);
  }

  #put(span: Span, { key, from, to, kind, text = "", tone }: Block): void {
    let element = this.#blocks.get(key);
    if (!element) {
      element = el("div");
      this.#blocks.set(key, element);
      this.#line.append(element);
    }
    element.className = `block is-${kind}`;
    if (tone === undefined) delete element.dataset.tone;
    else element.dataset.tone = String(tone);
    setText(element, text);
    const [begin, end] = [Math.max(0, shareOf(span, from)), Math.min(1, shareOf(span, to))];
    element.style.left = `${begin * 100}%`;
    element.style.width = `${Math.max(0, end - begin) * 100}%`;
  }
}
