import { thumbnails } from "../../cue/thumbnails";
import { t } from "../../i18n/language";
import { el, RegieElement, setText } from "../element";

/** How many tones tell neighbouring cameras apart; the number says which one it is. */
const TONES = 6;

/** How often a picture is asked for, and how long after the first time and each further one, in milliseconds. */
const [MOST_ASKED, PAUSE] = [4, 1_000];

/** A picture of the past, small: until it is there, and where there is none, the number of its camera. */
export class Still extends RegieElement {
  readonly #number = el("span", { class: "still-number" });
  readonly #canvas = el("canvas", { class: "still-picture", hidden: true });
  #of: { camera: number; at: number } | null = null;
  /** Ends the wish for the picture that it waits for. */
  #wanted = new AbortController();

  /** Says of what it is: a camera, and a moment of the session clock in milliseconds. */
  show(camera: number | null, at: number): void {
    if (camera === (this.#of?.camera ?? null) && (camera === null || at === this.#of?.at)) return;
    this.#of = camera === null ? null : { camera, at };
    this.#canvas.hidden = true;
    setText(this.#number, camera === null ? "" : String(camera));
    if (camera === null) delete this.dataset.tone;
    else this.dataset.tone = String(camera % TONES);
    this.#ask();
  }

  protected build(): void {
    this.append(this.#number, this.#canvas);
    this.setAttribute("aria-hidden", "true");
  }

  protected follow(): void {
    if (this.#canvas.hidden) this.#ask();
    this.undo(() => this.#wanted.abort());
  }

  #ask(): void {
    this.#wanted.abort();
    if (!this.#of || !this.isConnected) return;
    this.#wanted = new AbortController();
    void this.#wait(this.#of, this.#wanted.signal);
  }

  /** Where many are wanted at once the oldest wishes are dropped: it is said again, a few times. */
  async #wait({ camera, at }: { camera: number; at: number }, wanted: AbortSignal): Promise<void> {
    for (let asked = 0; asked < MOST_ASKED && !wanted.aborted; asked++) {
      if (asked > 0) await new Promise((done) => setTimeout(done, PAUSE * asked));
      const picture = wanted.aborted ? null : await thumbnails.of(camera, at, wanted);
      if (!picture || wanted.aborted) continue;
      this.#draw(picture);
      return;
    }
  }

  #draw(picture: ImageBitmap): void {
    Object.assign(this.#canvas, { width: picture.width, height: picture.height });
    this.#canvas.getContext("2d")?.drawImage(picture, 0, 0);
    this.#canvas.hidden = false;
  }
}
customElements.define("regie-still", Still);

/** What an angle is called: the camera's number, or program. */
export function angleCap(camera: number | null): string {
  return camera === null ? t("clip.program") : String(camera);
}
