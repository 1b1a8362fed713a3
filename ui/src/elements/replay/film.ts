import { untracked } from "@preact/signals-core";
import { driven } from "../../cue/driven";
import { span } from "../../cue/span";
import { thumbnails } from "../../cue/thumbnails";
import { shareOf } from "../../layout/span";
import { now, sessionNow } from "../../store/clock";
import { selected } from "../../store/desk";
import { positionOf } from "../../store/player";
import { el, RegieElement } from "../element";

/** Distances of the pictures, in milliseconds: round, so that each keeps its moment while time passes. */
const STEPS: readonly number[] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].map((seconds) => seconds * 1000);

/** Small pictures along the time line, of the angle; of the camera on program while nothing is driven. */
export class Film extends RegieElement {
  readonly #pictures = new Map<string, { picture: HTMLCanvasElement; unwanted: AbortController }>();

  protected build(): void {
    this.setAttribute("aria-hidden", "true");
  }

  protected follow(): void {
    this.effect(() => {
      const shown = span.value;
      const player = driven.value;
      const camera = player ? positionOf(player, now.value).camera : selected.value;
      untracked(() => this.#show(shown.from, shown.to, camera));
    });
    this.undo(() => this.#keep(new Set()));
  }

  #show(from: number, to: number, camera: number | null): void {
    const { clientWidth: width, clientHeight: height } = this;
    if (width === 0 || height === 0 || camera === null) {
      this.#keep(new Set());
      return;
    }
    const most = Math.max(1, Math.floor(width / ((height * 16) / 9)));
    const step = STEPS.find((one) => (to - from) / one <= most) ?? (to - from) / most;
    const wanted = new Map<string, number>();
    for (let at = Math.floor(from / step) * step; at < Math.min(to, sessionNow() - step / 2); at += step) {
      if (at >= 0) wanted.set(`${camera} ${step} ${at}`, at);
    }
    this.#keep(new Set(wanted.keys()));
    const share = step / (to - from);
    for (const [key, at] of wanted) {
      const { style } = this.#pictureOf(key, camera, at + step / 2);
      style.left = `${shareOf({ from, to }, at) * 100}%`;
      style.width = `${share * 100}%`;
    }
  }

  #pictureOf(key: string, camera: number, at: number): HTMLCanvasElement {
    const known = this.#pictures.get(key);
    if (known) return known.picture;
    const picture = el("canvas", { class: "film-picture", width: 1, height: 1 });
    const unwanted = new AbortController();
    this.#pictures.set(key, { picture, unwanted });
    this.append(picture);
    thumbnails.of(camera, at, unwanted.signal).then(
      (found) => found && !unwanted.signal.aborted && draw(picture, found),
      (error: unknown) => unwanted.signal.aborted || console.warn("no thumbnail", error),
    );
    return picture;
  }

  #keep(wanted: ReadonlySet<string>): void {
    for (const [key, { picture, unwanted }] of this.#pictures) {
      if (wanted.has(key)) continue;
      unwanted.abort();
      picture.remove();
      this.#pictures.delete(key);
    }
  }
}
customElements.define("regie-film", Film);

function draw(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
}
