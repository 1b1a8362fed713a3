import { t } from "../../i18n/language";
import { tenths } from "../../i18n/size";
import { monitors } from "../../monitor/monitors";
import type { CameraTelemetry } from "../../protocol/CameraTelemetry";
import { cameraSignal, feeds, figures } from "../../store/desk";
import { type Cause, LastMinute } from "../../store/last-minute";
import { el, RegieElement, setText } from "../element";
import { icon } from "../icons";

/** Share of lost pictures from which a signal is no longer full, and from which it is poor. */
const [SOME_LOSS, MUCH_LOSS] = [0.02, 0.08];
/** Pictures a second below which a signal is no longer full, and below which it is poor. */
const [LOW_RATE, POOR_RATE] = [15, 8];
/** Battery charge from which it is worth a glance. */
const LOW_BATTERY = 0.2;

/** The small figures at a tile's foot: signal, rate, battery. */
export class TileFigures extends RegieElement {
  readonly #number: number;
  readonly #lastMinute = new LastMinute();
  readonly #bars = el("span", { class: "bars" }, el("i"), el("i"), el("i"));
  readonly #rate = el("span", { class: "figures-rate" });
  readonly #reordered = warning("reordered", t("tile.reordered"), t("tile.reordered.help"));
  readonly #saving = warning("saving", t("tile.saving"), t("tile.saving.help"));
  readonly #battery = el("span", { class: "figures-battery" });
  readonly #batteryText = el("span");

  constructor(number: number) {
    super();
    this.#number = number;
  }

  protected build(): void {
    this.#battery.append(icon("charging"), icon("batteryLow"), this.#batteryText);
    this.append(this.#saving, this.#reordered, this.#rate, this.#battery, this.#bars);
  }

  protected follow(): void {
    const camera = cameraSignal(this.#number);
    this.effect(() => {
      const telemetry = figures.value.get(this.#number);
      this.hidden = !telemetry || camera.value?.state !== "live";
      if (telemetry) this.#show(telemetry);
    });
    this.effect(() => {
      this.#saving.hidden = !monitors.saving.value.has(this.#number);
    });
  }

  #show(telemetry: CameraTelemetry): void {
    const { fps, reordered, battery, charging, standstills } = telemetry;
    const feed = feeds.peek().get(this.#number) ?? 0;
    const stood = this.#lastMinute.take(feed, standstills, performance.now());
    this.title = [details(telemetry, monitors.dropped(this.#number)), ...stoodStill(stood)].join("\n");
    this.#bars.dataset.level = String(signalLevel(telemetry));
    setText(this.#rate, t("tile.fps", { fps: Math.round(fps) }));
    this.#reordered.hidden = !reordered;
    this.#battery.hidden = battery === null;
    if (battery === null) return;
    setText(this.#batteryText, t("tile.battery", { percent: Math.round(battery * 100) }));
    this.#battery.classList.toggle("is-charging", charging === true);
    this.#battery.classList.toggle("is-low", battery <= LOW_BATTERY && charging !== true);
  }
}
customElements.define("regie-tile-figures", TileFigures);

/** A sign and a word that stand at the foot when something is wrong, the sign alone on a small tile; hidden until then. */
function warning(testid: string, text: string, help: string): HTMLElement {
  const words = el("span", {}, text);
  return el(
    "span",
    { class: "figures-warning", "data-testid": testid, title: help, hidden: true },
    icon("warning"),
    words,
  );
}

/** How well a camera comes through: 3 well, 2 with losses, 1 poorly. */
export function signalLevel({ loss, fps }: Pick<CameraTelemetry, "loss" | "fps">): 1 | 2 | 3 {
  if (loss >= MUCH_LOSS || fps < POOR_RATE) return 1;
  return loss >= SOME_LOSS || fps < LOW_RATE ? 2 : 3;
}

function details({ width, height, codec, fps, kbps, loss }: CameraTelemetry, dropped: number): string {
  return t("tile.figures", {
    width,
    height,
    codec: codec === "h264" ? "H.264" : codec === "vp8" ? "VP8" : "",
    fps: Math.round(fps),
    rate: tenths(kbps / 1000),
    loss: Math.round(loss * 100),
    dropped,
  });
}

/** Why its pictures stood still in the last minute, and for how long; nothing where they did not. */
function stoodStill(stood: readonly [Cause, number][]): string[] {
  if (stood.length === 0) return [];
  const each = stood.map(([cause, ms]) => t(`tile.stood.${cause}`, { seconds: tenths(ms / 1000) }));
  return [t("tile.stood", { causes: each.join(", ") })];
}
