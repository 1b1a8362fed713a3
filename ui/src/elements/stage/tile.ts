import { computed } from "@preact/signals-core";
import { chooseCamera } from "../../cue/drive";
import { choosesAngle, shownAngle } from "../../cue/driven";
import { t } from "../../i18n/language";
import { elapsed } from "../../i18n/time";
import { ASPECT } from "../../layout/grid";
import { type LabelSize, tileLayout } from "../../layout/tile";
import { monitors } from "../../monitor/monitors";
import { Surface } from "../../monitor/surface";
import type { Camera } from "../../protocol/Camera";
import { now } from "../../store/clock";
import { cameraSignal, figures } from "../../store/desk";
import { pressed } from "../../store/orders";
import { removing } from "../../store/view";
import { RemoveQuestion } from "../cameras/remove-question";
import { el, onPress, putAt, RegieElement, setText } from "../element";
import { Meter } from "../sound/meter";
import { cap } from "./cap";
import { TileFigures } from "./tile-figures";
import { TileHealth } from "./tile-health";
import { TileTools } from "./tile-tools";

/**
 * One camera in the multiview. Pressing its picture cuts to it at once. Its label, which the stage lets carry it to
 * another place, cuts when it is let go where it was.
 */
export class Tile extends RegieElement {
  readonly #number: number;
  readonly #canvas = el("canvas", { class: "tile-picture" });
  readonly #screen = el("div", { class: "tile-screen" });
  readonly #label = el("div", { class: "tile-label", "data-testid": "tile-label" });
  readonly #cut = el("button", { class: "tile-cut", type: "button" });
  readonly #badge = el("span", { class: "tile-badge" });
  readonly #status = el("div", { class: "tile-status" });
  readonly #statusTitle = el("strong");
  readonly #statusHelp = el("span");
  readonly #name = el("span", { class: "tile-name" });
  readonly #surface: Surface;
  readonly #tools: TileTools;
  readonly #health: TileHealth;
  /** The picture's aspect as it was last told: it is kept while the camera is lost. */
  #aspect = ASPECT;
  #size = { width: 0, height: 0, label: { least: 0, most: 0, beside: 0 } };

  constructor(number: number) {
    super();
    this.#number = number;
    this.#tools = new TileTools(number, this.#cut);
    this.#health = new TileHealth(number);
    this.#surface = new Surface(this.#canvas);
    this.#surface.clear();
  }

  /** Says how large it is shown, in CSS pixels, so that no more is drawn than is seen. */
  setSize(width: number, height: number, label: LabelSize): void {
    this.#size = { width, height, label };
    this.#lay();
  }

  /** Takes the keyboard's focus. */
  override focus(): void {
    this.#cut.focus();
  }

  protected build(): void {
    this.dataset.testid = "tile";
    this.dataset.number = String(this.#number);
    this.setAttribute("role", "group");
    this.#status.append(this.#statusTitle, this.#statusHelp);
    this.#screen.append(this.#canvas, this.#status);
    this.#label.title = t("tile.move");
    this.#label.append(
      new Meter(computed(() => this.#number)),
      el("span", { class: "tile-number" }, String(this.#number), ...cap(this.#number)),
      this.#name,
      new TileFigures(this.#number),
      this.#badge,
    );
    this.append(
      this.#screen,
      this.#cut,
      this.#label,
      this.#health,
      this.#tools,
      new RemoveQuestion(this.#number, this.#cut),
    );
    onPress(this, (event) => {
      if (!(event.target as Element).closest(".tile-label, .tile-call, regie-tile-tools, regie-remove-question")) {
        chooseCamera(this.#number);
      }
    });
    // Who chooses an angle with the mouse goes on in the drawer.
    this.addEventListener("mousedown", (event) => choosesAngle.peek() && event.preventDefault());
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
    this.effect(() => {
      const number = this.#number;
      if (choosesAngle.value) this.dataset.angle = shownAngle.value === number ? "shown" : "offered";
      else delete this.dataset.angle;
      const name = camera.value?.name ?? "";
      this.#cut.setAttribute("aria-label", t(choosesAngle.value ? "tile.angle" : "tile.cut", { number, name }));
    });
    this.effect(() => {
      const { width = 0, height = 0 } = figures.value.get(this.#number) ?? {};
      if (width === 0 || height === 0 || width / height === this.#aspect) return;
      this.#aspect = width / height;
      this.#lay();
    });
  }

  #lay(): void {
    const { width, height, label: size } = this.#size;
    if (width === 0) return;
    const { picture, label, shape } = tileLayout(width, height, this.#aspect, size);
    putAt(this.#screen, picture);
    putAt(this.#tools, picture);
    putAt(this.#health, picture);
    putAt(this.#label, label);
    const line = shape === "line" ? label.height : size.least;
    this.style.setProperty("--label", `${Math.round(line)}px`);
    this.#label.dataset.shape = shape;
    const ratio = window.devicePixelRatio;
    this.#surface.showWithin(picture.width * ratio, picture.height * ratio);
    monitors.redraw(this.#number);
  }

  #show({ name, state, tally }: Camera): void {
    Object.assign(this.dataset, { name, state, tally });
    setText(this.#name, name);
    setText(this.#badge, tally === "program" ? t("tile.pgm") : tally === "preview" ? t("tile.next") : "");
    this.setAttribute("aria-label", t("tile.label", { number: this.#number, name }));
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
}
customElements.define("regie-tile", Tile);
