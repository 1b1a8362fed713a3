import { untracked } from "@preact/signals-core";
import { cue } from "../../cue/cue";
import { chooseCamera, run } from "../../cue/drive";
import { shownAngle } from "../../cue/driven";
import { t } from "../../i18n/language";
import { Surface } from "../../monitor/surface";
import { cameras } from "../../store/desk";
import { el, onPress, RegieElement, setText } from "../element";

/** The same instant from every camera. */
export class Angles extends RegieElement {
  readonly #angles = new Map<number, Angle>();

  protected build(): void {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", t("drawer.angles.label"));
  }

  protected follow(): void {
    this.effect(() => {
      const numbers = cameras.value.map(({ number }) => number);
      untracked(() => this.#match(numbers));
    });
    this.undo(() => this.#match([]));
  }

  #match(numbers: readonly number[]): void {
    for (const [number, angle] of this.#angles) {
      if (numbers.includes(number)) continue;
      angle.remove();
      this.#angles.delete(number);
    }
    numbers.forEach((number, index) => {
      if (this.#angles.has(number)) return;
      const angle = new Angle(number);
      this.#angles.set(number, angle);
      this.insertBefore(angle, this.children[index] ?? null);
    });
  }
}
customElements.define("regie-angles", Angles);

/** One camera's picture of the instant. */
class Angle extends RegieElement {
  readonly #camera: number;
  readonly #canvas = el("canvas", { class: "angle-picture", width: 16, height: 9 });
  readonly #key = el("button", { class: "angle-key", type: "button" });
  readonly #run = el("kbd", { class: "angle-run" }, "A");
  readonly #surface = new Surface(this.#canvas);

  constructor(camera: number) {
    super();
    this.#camera = camera;
  }

  protected build(): void {
    this.dataset.testid = "angle";
    this.dataset.number = String(this.#camera);
    this.#key.setAttribute("aria-label", t("drawer.angle", { number: this.#camera }));
    const number = el("span", { class: "angle-number" });
    setText(number, String(this.#camera));
    this.#key.append(this.#canvas, number, this.#run);
    onPress(this.#key, () => chooseCamera(this.#camera));
    this.append(this.#key);
  }

  protected follow(): void {
    cue.showAngleOn(this.#camera, this.#surface);
    this.undo(() => cue.showAngleOn(this.#camera, null));
    const observer = new ResizeObserver(() => {
      const ratio = window.devicePixelRatio;
      this.#surface.showWithin(this.clientWidth * ratio, this.clientHeight * ratio);
    });
    observer.observe(this);
    this.undo(() => observer.disconnect());
    this.effect(() => {
      const isShown = shownAngle.value === this.#camera;
      this.#key.setAttribute("aria-pressed", String(isShown));
      if (isShown) this.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    this.effect(() => {
      const feed = cameras.value.find(({ number }) => number === this.#camera)?.feed;
      this.#run.hidden = feed === undefined || !run.value.has(feed);
    });
  }
}
customElements.define("regie-angle", Angle);
