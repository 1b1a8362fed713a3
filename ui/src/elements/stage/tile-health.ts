import { t } from "../../i18n/language";
import type { Camera } from "../../protocol/Camera";
import { cameraSignal } from "../../store/desk";
import { answer } from "../../store/orders";
import { el, onPress, RegieElement, setText } from "../element";
import { icon } from "../icons";

/** So long it stays on the tile that a cue was seen, in milliseconds: the engine puts it away later. */
const CUE_LENGTH = 28;

/** Over a tile's picture, in one glance: why its camera is not well, who asks to be taken, and what it was written. */
export class TileHealth extends RegieElement {
  readonly #number: number;
  readonly #health = el("span", { class: "tile-chip tile-health", "data-testid": "health" });
  readonly #reason = el("span");
  readonly #call = el("button", { class: "tile-chip tile-call", type: "button", "data-testid": "call" });
  readonly #cue = el("span", { class: "tile-chip tile-cue", "data-testid": "tile-cue" });
  readonly #words = el("span");

  constructor(number: number) {
    super();
    this.#number = number;
  }

  protected build(): void {
    this.#health.append(icon("warning"), this.#reason);
    this.#call.append(icon("hand"), el("span", {}, t("tile.calls")));
    this.#call.title = t("tile.calls.help");
    onPress(this.#call, (event) => {
      event.stopPropagation();
      answer(this.#number);
    });
    this.#cue.append(icon("pencil"), this.#words);
    this.append(this.#health, this.#call, this.#cue);
  }

  protected follow(): void {
    const camera = cameraSignal(this.#number);
    this.effect(() => camera.value && this.#show(camera.value));
  }

  #show({ health, reasons, state, calls, cue }: Camera): void {
    const [worst] = reasons;
    // What a lost camera lacks, its whole tile says.
    this.#health.hidden = health === "good" || worst === undefined || state === "lost";
    this.#health.dataset.health = health;
    this.#health.dataset.reason = worst ?? "";
    const more = reasons.length > 1 ? ` +${reasons.length - 1}` : "";
    setText(this.#reason, worst ? t(`health.${worst}`) + more : "");
    this.#health.title = reasons.map((reason) => t(`health.${reason}.help`)).join("\n");
    this.#call.hidden = calls === null;
    // A layer over each picture costs a page without a GPU as much as drawing it.
    this.hidden = this.#health.hidden && calls === null && cue === null;
    this.#cue.hidden = cue === null;
    this.#cue.dataset.seen = String(cue?.seen != null);
    const text = cue && cue.text.length > CUE_LENGTH ? `${cue.text.slice(0, CUE_LENGTH)}…` : (cue?.text ?? "");
    setText(this.#words, cue ? t(cue.seen === null ? "tile.cue" : "tile.cue.seen", { text }) : "");
  }
}
customElements.define("regie-tile-health", TileHealth);
