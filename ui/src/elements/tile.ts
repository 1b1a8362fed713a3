import { computed } from "@preact/signals-core";
import { t } from "../i18n/language";
import { elapsed } from "../i18n/time";
import { monitors } from "../monitor/monitors";
import { Surface } from "../monitor/surface";
import type { Camera } from "../protocol/Camera";
import { now } from "../store/clock";
import { cameraSignal } from "../store/desk";
import { cut, pressed, remove } from "../store/orders";
import { askName, removing, toggleCamera } from "../store/view";
import { cap } from "./cap";
import { el, onPress, RegieElement, setText } from "./element";
import { icon } from "./icons";
import { Listen } from "./listen";
import { Meter } from "./meter";
import { TileFigures } from "./tile-figures";

/** One camera in the multiview. Pressing it cuts to it. */
export class Tile extends RegieElement {
  readonly #number: number;
  readonly #canvas = el("canvas", { class: "tile-picture" });
  readonly #cut = el("button", { class: "tile-cut", type: "button" });
  readonly #badge = el("span", { class: "tile-badge" });
  readonly #status = el("div", { class: "tile-status" });
  readonly #statusTitle = el("strong");
  readonly #statusHelp = el("span");
  readonly #name = el("span", { class: "tile-name" });
  readonly #confirm = el("div", { class: "tile-confirm", role: "alertdialog" });
  readonly #confirmYes = el("button", { class: "key", type: "button", "data-testid": "remove-confirm" });
  readonly #figures: TileFigures;
  readonly #surface: Surface;

  constructor(number: number) {
    super();
    this.#number = number;
    this.#figures = new TileFigures(number);
    this.#surface = new Surface(this.#canvas);
    this.#surface.clear();
  }

  /** Says how large it is shown, in CSS pixels, so that no more is drawn than is seen. */
  setSize(width: number, height: number): void {
    const ratio = window.devicePixelRatio;
    this.#surface.showWithin(width * ratio, height * ratio);
    monitors.redraw(this.#number);
  }

  protected build(): void {
    this.dataset.testid = "tile";
    this.dataset.number = String(this.#number);
    this.#status.append(this.#statusTitle, this.#statusHelp);
    this.#buildConfirm();
    this.append(
      this.#canvas,
      this.#status,
      el("span", { class: "tile-number" }, String(this.#number), ...cap(this.#number)),
      this.#badge,
      el("div", { class: "tile-foot" }, this.#name, this.#figures),
      this.#cut,
      new Meter(computed(() => this.#number)),
      new Listen({ kind: "camera", camera: this.#number }),
      this.#tools(),
      this.#confirm,
    );
    onPress(this, (event) => {
      if (!(event.target as Element).closest(".tile-tools, .tile-confirm, regie-listen")) cut(this.#number);
    });
  }

  protected follow(): void {
    monitors.showCameraOn(this.#number, this.#surface);
    this.undo(() => {
      monitors.showCameraOn(this.#number, null);
      if (removing.peek() === this.#number) removing.value = null;
    });
    const camera = cameraSignal(this.#number);
    this.effect(() => camera.value && this.#show(camera.value));
    this.effect(() => camera.value && this.#showStatus(camera.value));
    this.effect(() => this.toggleAttribute("data-pressed", pressed.value.has(this.#number)));
    this.effect(() => this.#showConfirm(removing.value === this.#number));
  }

  #show({ name, state, tally }: Camera): void {
    Object.assign(this.dataset, { name, state, tally });
    setText(this.#name, name);
    setText(this.#badge, tally === "program" ? t("tile.pgm") : tally === "preview" ? t("tile.next") : "");
    this.#cut.setAttribute("aria-label", t("tile.cut", { number: this.#number, name }));
    this.#cut.setAttribute("aria-pressed", String(tally === "program"));
  }

  #showStatus({ state, since }: Camera): void {
    const waiting = state === "live" && !monitors.withPicture.value.has(this.#number);
    this.#status.hidden = state === "live" && !waiting;
    if (state === "lost") {
      setText(this.#statusTitle, t("tile.lost", { time: elapsed(now.value - since) }));
      setText(this.#statusHelp, t("tile.lost.help"));
    } else {
      setText(this.#statusTitle, waiting ? t("tile.waiting") : t("tile.connecting"));
      setText(this.#statusHelp, "");
    }
  }

  #tools(): HTMLElement {
    const tool = (name: "settings" | "pencil" | "trash", testId: string, label: string, action: () => void) => {
      const button = el("button", { class: "tool", type: "button", "data-testid": testId, title: label }, icon(name));
      button.addEventListener("click", action);
      return button;
    };
    return el(
      "div",
      { class: "tile-tools" },
      tool("settings", "camera-menu", `${t("tile.settings")} (E)`, () => toggleCamera(this.#number)),
      tool("pencil", "rename", `${t("tile.rename")} (N)`, () => askName(this.#number)),
      tool("trash", "remove", `${t("tile.remove")} (${t("key.delete")})`, () => {
        removing.value = this.#number;
      }),
    );
  }

  #buildConfirm(): void {
    const question = t("tile.remove.ask", { number: this.#number });
    const keep = el("button", { class: "key", type: "button" }, t("tile.remove.no"), el("kbd", {}, t("key.escape")));
    keep.addEventListener("click", () => {
      removing.value = null;
    });
    this.#confirmYes.append(t("tile.remove.yes"), el("kbd", {}, t("key.enter")));
    this.#confirmYes.addEventListener("click", () => {
      remove(this.#number);
      removing.value = null;
    });
    this.#confirm.setAttribute("aria-label", question);
    this.#confirm.append(el("strong", {}, question), el("div", {}, this.#confirmYes, keep));
  }

  #showConfirm(asking: boolean): void {
    const had = !this.#confirm.hidden && this.#confirm.contains(document.activeElement);
    this.#confirm.hidden = !asking;
    if (asking) this.#confirmYes.focus();
    else if (had) this.#cut.focus();
  }
}
customElements.define("regie-tile", Tile);
