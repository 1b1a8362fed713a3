import { untracked } from "@preact/signals-core";
import { t } from "../../i18n/language";
import { tenths } from "../../i18n/size";
import type { Camera } from "../../protocol/Camera";
import type { CameraTelemetry } from "../../protocol/CameraTelemetry";
import { cameras, feeds, figures } from "../../store/desk";
import { trends } from "../../store/trends";
import { toggleCamera } from "../../store/view";
import { el, RegieElement, setText } from "../element";
import { icon } from "../icons";

/** The full height of a trend, in pictures a second, and its size in units of its own. */
const [FULL, WIDTH, HEIGHT] = [30, 60, 16];
const SVG = "http://www.w3.org/2000/svg";

/** All cameras with their figures: how each is and why, what it sends, and how its last minute went. */
export class ListPanel extends RegieElement {
  readonly #rows = new Map<number, Row>();

  protected build(): void {
    this.dataset.testid = "list";
    this.className = "camera-list";
    this.setAttribute("role", "list");
  }

  protected follow(): void {
    this.effect(() => {
      const all = cameras.value;
      untracked(() => this.#roster(all));
    });
    this.effect(() => {
      const [now, its] = [figures.value, trends.value];
      for (const [number, row] of this.#rows)
        row.figures(now.get(number), its.get(feeds.peek().get(number) ?? 0)?.fps ?? []);
    });
  }

  #roster(all: readonly Camera[]): void {
    for (const number of this.#rows.keys()) if (!all.some((one) => one.number === number)) this.#rows.delete(number);
    for (const { number } of all) if (!this.#rows.has(number)) this.#rows.set(number, new Row(number));
    const rows = all.flatMap(({ number }) => this.#rows.get(number)?.element ?? []);
    if (rows.some((row, at) => this.children[at] !== row) || this.children.length !== rows.length) {
      this.replaceChildren(...rows);
    }
    for (const camera of all) this.#rows.get(camera.number)?.camera(camera);
  }
}
customElements.define("regie-list-panel", ListPanel);

/** One camera's row; pressed, it opens the camera's own panel. */
class Row {
  readonly element = el("button", { class: "list-row", type: "button", role: "listitem", "data-testid": "list-row" });
  readonly #name = el("span", { class: "list-name" });
  readonly #health = el("span", { class: "list-health" });
  readonly #figures = el("span", { class: "list-figures" });
  readonly #line = document.createElementNS(SVG, "polyline");

  constructor(number: number) {
    this.element.dataset.number = String(number);
    const trend = document.createElementNS(SVG, "svg");
    trend.setAttribute("class", "list-trend");
    trend.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    trend.setAttribute("preserveAspectRatio", "none");
    trend.setAttribute("aria-hidden", "true");
    trend.append(this.#line);
    this.element.append(
      el("b", { class: "list-number" }, String(number)),
      this.#name,
      this.#health,
      trend,
      this.#figures,
    );
    this.element.addEventListener("click", () => toggleCamera(number));
  }

  camera({ name, health, reasons, state, tally, delay, alignment }: Camera): void {
    Object.assign(this.element.dataset, { health: state === "lost" ? "bad" : health, tally });
    setText(this.#name, name);
    const words = reasons.map((reason) => t(`health.${reason}`)).join(", ");
    this.#health.replaceChildren(...(health === "good" ? [] : [icon("warning")]), words || t("list.good"));
    const more = [delay === null ? t("list.delay.unknown") : t("list.delay", { delay: Math.round(delay) })];
    if (alignment !== null) more.push(t("list.alignment", { alignment: Math.round(alignment) }));
    this.element.title = [...reasons.map((reason) => t(`health.${reason}.help`)), ...more].join("\n");
    this.element.dataset.more = more.join(" · ");
  }

  figures(now: CameraTelemetry | undefined, fps: readonly number[]): void {
    setText(this.#figures, now ? `${words(now)} · ${this.element.dataset.more}` : "");
    const begin = WIDTH - fps.length;
    const high = (rate: number) => HEIGHT - 1 - Math.min(1, rate / FULL) * (HEIGHT - 2);
    this.#line.setAttribute("points", fps.map((rate, at) => `${begin + at},${high(rate).toFixed(1)}`).join(" "));
  }
}

/** What it sends, and what holds it back. */
function words({ width, height, fps, kbps, loss, battery, sending }: CameraTelemetry): string {
  const parts = [
    t("list.figures", { width, height, fps: Math.round(fps), rate: tenths(kbps / 1000), loss: Math.round(loss * 100) }),
  ];
  if (battery !== null) parts.push(t("list.battery", { percent: Math.round(battery * 100) }));
  if (sending?.round_trip != null) parts.push(t("list.trip", { ms: Math.round(sending.round_trip) }));
  if (sending && sending.limited_by !== "none") parts.push(t(`list.limit.${sending.limited_by}`));
  return parts.join(" · ");
}
