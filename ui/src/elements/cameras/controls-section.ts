import { t } from "../../i18n/language";
import type { Camera } from "../../protocol/Camera";
import type { CameraSettings } from "../../protocol/CameraSettings";
import type { ControlRange } from "../../protocol/ControlRange";
import { adjust } from "../../store/adjust";
import { cameraSignal } from "../../store/desk";
import { el, RegieElement, setText } from "../element";

/** What has a range, and what holds it fast; zoom and light are by themselves. */
const RANGES = ["zoom", "exposure", "focus", "white_balance"] as const;
const LOCKS = { exposure: "exposure_locked", focus: "focus_locked", white_balance: "white_balance_locked" } as const;
/** Steps of a range whose camera has none. */
const STEPS = 100;
/** What a camera may send, in Mbit/s; 0 for what every camera may. */
const RATES = [0, 0.5, 1, 2, 3.5, 6];

type Ranged = (typeof RANGES)[number];

/**
 * What of a camera can be set from here: what its phone offers, within its limits, and nothing else. What is asked for and
 * not done yet is marked, and what the phone refused is said.
 */
export class ControlsSection extends RegieElement {
  readonly #number: number;
  readonly #lens = select("lens");
  readonly #torch = check("torch");
  readonly #muted = check("muted");
  readonly #portrait = check("portrait");
  readonly #height = select("height");
  readonly #fps = select("fps");
  readonly #kbps = select("kbps");
  readonly #ranges = new Map<Ranged, { row: HTMLElement; slider: HTMLInputElement; lock: HTMLInputElement | null }>();
  readonly #refused = el("p", { class: "section-status is-refused", role: "status" });
  readonly #none = el("p", { class: "section-status" }, t("controls.none"));
  readonly #rows: Record<string, HTMLElement> = {};

  constructor(number: number) {
    super();
    this.#number = number;
  }

  protected build(): void {
    this.className = "section controls";
    this.dataset.testid = "controls";
    this.append(el("h3", {}, t("controls.title")), this.#none);
    this.#add("lens", this.#lens, () => ({ lens: this.#lens.value }));
    for (const name of RANGES) this.#addRange(name);
    this.#add("torch", this.#torch, () => ({ torch: this.#torch.checked }));
    this.#add("height", this.#height, () => ({ height: Number(this.#height.value) }));
    this.#add("fps", this.#fps, () => ({ fps: Number(this.#fps.value) }));
    this.#add("kbps", this.#kbps, () => ({ kbps: Number(this.#kbps.value) }));
    this.#kbps.append(
      ...RATES.map((mbps) => option(mbps * 1000, mbps === 0 ? t("controls.kbps.all") : `${mbps} Mbit/s`)),
    );
    this.#add("muted", this.#muted, () => ({ muted: this.#muted.checked }));
    this.#add("portrait", this.#portrait, () => ({ portrait: this.#portrait.checked }));
    this.append(this.#refused);
  }

  protected follow(): void {
    const camera = cameraSignal(this.#number);
    this.effect(() => camera.value && this.#show(camera.value));
  }

  #show({ controls, wanted }: Camera): void {
    const isPhone = controls.heights.length > 0 || controls.lenses.length > 0;
    this.#none.hidden = isPhone;
    options(
      this.#lens,
      controls.lenses.map(({ id, label }) => [id, label]),
    );
    options(
      this.#height,
      controls.heights.map((height) => [height, `${height}p`]),
    );
    options(
      this.#fps,
      controls.rates.map((rate) => [rate, t("tile.fps", { fps: rate })]),
    );
    this.#row("lens", controls.lenses.length > 1, this.#lens, wanted.lens ?? controls.lens, controls.lens);
    this.#row("height", controls.heights.length > 1, this.#height, wanted.height ?? controls.height, controls.height);
    this.#row("fps", controls.rates.length > 1, this.#fps, wanted.fps ?? controls.fps, controls.fps);
    this.#row("kbps", true, this.#kbps, wanted.kbps ?? 0, wanted.kbps ?? 0);
    this.#box("torch", controls.torch !== null, this.#torch, wanted.torch ?? controls.torch, controls.torch);
    this.#box("muted", isPhone, this.#muted, wanted.muted ?? controls.muted, controls.muted);
    this.#box("portrait", isPhone, this.#portrait, wanted.portrait ?? false, wanted.portrait ?? false);
    for (const name of RANGES) this.#range(name, controls[name], wanted[name] ?? null);
    for (const [name, lock] of Object.entries(LOCKS) as [keyof typeof LOCKS, (typeof LOCKS)[keyof typeof LOCKS]][]) {
      const its = this.#ranges.get(name);
      const is = controls[lock];
      if (!its?.lock) continue;
      its.lock.checked = (wanted[lock] ?? is) === true;
      its.lock.parentElement?.toggleAttribute("hidden", is === null);
      its.row.hidden = is === null && controls[name] === null;
    }
    const refused = controls.refused.map((name) => t(`controls.${name as Ranged}`));
    setText(this.#refused, refused.length > 0 ? t("controls.refused", { what: refused.join(", ") }) : "");
    this.#refused.hidden = refused.length === 0;
  }

  #range(name: Ranged, is: ControlRange | null, wanted: number | null): void {
    const its = this.#ranges.get(name);
    if (!its) return;
    its.row.hidden = is === null;
    its.slider.hidden = is === null;
    if (is === null) return;
    const step = is.step > 0 ? is.step : (is.max - is.min) / STEPS;
    Object.assign(its.slider, { min: String(is.min), max: String(is.max), step: String(step) });
    const value = wanted ?? is.value;
    // Not under the hand that moves it.
    if (document.activeElement !== its.slider || !its.slider.matches(":active")) its.slider.value = String(value);
    its.row.toggleAttribute("data-pending", Math.abs(value - is.value) > Math.max(step, (is.max - is.min) / STEPS));
  }

  #row(name: string, offered: boolean, select: HTMLSelectElement, value: unknown, is: unknown): void {
    const row = this.#rows[name];
    if (!row) return;
    row.hidden = !offered;
    if (document.activeElement !== select) select.value = String(value ?? "");
    row.toggleAttribute("data-pending", value !== is);
  }

  #box(name: string, offered: boolean, box: HTMLInputElement, value: boolean | null, is: boolean | null): void {
    const row = this.#rows[name];
    if (!row) return;
    row.hidden = !offered;
    box.checked = value === true;
    row.toggleAttribute("data-pending", value !== is);
  }

  #add(name: Exclude<keyof CameraSettings, `${string}_locked`>, field: HTMLElement, read: () => CameraSettings): void {
    field.addEventListener("change", () => {
      adjust(this.#number, read());
      // The next figure is a cut again.
      if (field instanceof HTMLSelectElement) field.blur();
    });
    const row = el("label", { class: "control" }, el("span", {}, t(`controls.${name}`)), field);
    this.#rows[name] = row;
    this.append(row);
  }

  #addRange(name: Ranged): void {
    const slider = el("input", {
      type: "range",
      "data-testid": `control-${name}`,
      "aria-label": t(`controls.${name}`),
    });
    slider.addEventListener("input", () => adjust(this.#number, { [name]: slider.valueAsNumber }));
    const row = el("div", { class: "control" }, el("span", {}, t(`controls.${name}`)), slider);
    let lock: HTMLInputElement | null = null;
    if (name !== "zoom") {
      const locked = LOCKS[name];
      const box = check(locked);
      box.addEventListener("change", () => adjust(this.#number, { [locked]: box.checked }));
      row.append(el("label", { class: "control-lock" }, box, t("controls.lock")));
      lock = box;
    }
    this.#ranges.set(name, { row, slider, lock });
    this.append(row);
  }
}
customElements.define("regie-controls-section", ControlsSection);

const select = (name: string) => el("select", { "data-testid": `control-${name}` });
const check = (name: string) => el("input", { type: "checkbox", "data-testid": `control-${name}` });
const option = (value: string | number, text: string) => el("option", { value }, text);

/** Makes a list anew where it is another one: under a hand it would close. */
function options(select: HTMLSelectElement, all: readonly (readonly [string | number, string])[]): void {
  const key = JSON.stringify(all);
  if (select.dataset.options === key) return;
  select.dataset.options = key;
  select.replaceChildren(...all.map(([value, text]) => option(value, text)));
}
