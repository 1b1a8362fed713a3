import lockIcon from "lucide-static/icons/lock.svg?raw";
import type { Texts } from "../i18n";
import type { CameraSettings } from "../protocol/CameraSettings";
import type { Controls } from "../protocol/Controls";
import type { Switches } from "../switches";
import type { Aim } from "./aim";
import { Slider } from "./slider";

/** What has a slider here and can be locked. */
const LOOKS = ["exposure", "focus", "white_balance"] as const;

type Setting = (settings: CameraSettings) => void;

/** One look: its slider and its lock, as far as they are offered. */
class LookRow {
  readonly row = make("div", "setting");
  private readonly slider: Slider;
  private readonly lock: HTMLButtonElement;

  constructor(
    private readonly look: (typeof LOOKS)[number],
    texts: Texts,
    set: Setting,
  ) {
    const name = make("span", "name");
    name.textContent = texts.setting[look];
    const input = make("input");
    input.type = "range";
    input.dataset.testid = look;
    this.slider = new Slider(input, texts.setting[look], (value) => set({ [look]: value }));
    this.lock = toggle(texts.lock, `${look}_locked`, (on) => set({ [`${look}_locked`]: on }));
    this.lock.innerHTML = lockIcon;
    this.lock.setAttribute("aria-label", `${texts.lock}: ${texts.setting[look]}`);
    this.row.append(name, input, this.lock);
  }

  show(controls: Controls): void {
    const [range, locked] = [controls[this.look], controls[`${this.look}_locked`]];
    this.row.hidden = range === null && locked === null;
    this.slider.show(range);
    this.lock.hidden = locked === null;
    this.lock.setAttribute("aria-pressed", String(locked === true));
  }
}

/** The sheet that folds up over the picture: the lenses, or how the picture is set. */
export class Sheet {
  private readonly lenses = make("div", "lenses");
  private readonly looks = make("div", "looks");
  private readonly rows: readonly LookRow[];

  constructor(
    texts: Texts,
    private readonly sheet: HTMLElement,
    /** The keys that open it: at its lenses, and at its looks. */
    private readonly keys: readonly [HTMLButtonElement, HTMLButtonElement],
    private readonly set: Setting,
    private readonly aim: Aim,
    switches: Switches,
  ) {
    this.rows = LOOKS.map((look) => new LookRow(look, texts, set));
    const grid = toggle(texts.grid, "grid", (on) => {
      aim.grid(on);
      press(grid, on);
    });
    press(grid, aim.hasGrid);
    const level = toggle(texts.level, "level", async (on) => {
      const done = await aim.level(on);
      press(level, aim.hasLevel);
      level.toggleAttribute("data-refused", !done);
    });
    level.hidden = true;
    aim.whetherLevel(() => {
      level.hidden = false;
    });
    const helps = make("div", "helps");
    const buzz = toggle(texts.buzz, "buzz", (on) => {
      switches.set("buzz", on);
      press(buzz, on);
    });
    press(buzz, switches.isOn("buzz"));
    // iPhones have no way to.
    buzz.hidden = !("vibrate" in navigator);
    helps.append(grid, level, buzz);
    this.looks.append(...this.rows.map(({ row }) => row), helps);
    sheet.append(this.lenses, this.looks);
    const [lens, look] = keys;
    lens.onclick = () => this.fold(this.lenses, lens);
    look.onclick = () => this.fold(this.looks, look);
  }

  /** Shows what can be set, and how it is. */
  show(controls: Controls): void {
    for (const row of this.rows) row.show(controls);
    const { lenses, lens } = controls;
    if (lenses.length < 3 && !this.sheet.hidden && !this.lenses.hidden) this.close();
    const keys = lenses.map(({ id, label }) => {
      const key = make("button", "choice");
      key.type = "button";
      key.textContent = label;
      key.dataset.lens = id;
      key.setAttribute("aria-pressed", String(id === lens));
      key.onclick = () => {
        this.set({ lens: id });
        this.close();
      };
      return key;
    });
    this.lenses.replaceChildren(...keys);
  }

  private fold(shown: HTMLElement, by: HTMLButtonElement): void {
    const opens = by.getAttribute("aria-expanded") !== "true";
    this.close();
    if (!opens) return;
    this.open(true);
    [this.lenses.hidden, this.looks.hidden] = [shown !== this.lenses, shown !== this.looks];
    by.setAttribute("aria-expanded", "true");
  }

  /** What is set is seen: the picture makes room for it. */
  private open(open: boolean): void {
    this.sheet.hidden = !open;
    document.getElementById("app")?.toggleAttribute("data-sheet", open);
    this.aim.place();
  }

  private close(): void {
    this.open(false);
    for (const key of this.keys) key.setAttribute("aria-expanded", "false");
  }
}

function make<K extends keyof HTMLElementTagNameMap>(name: K, of = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  if (of !== "") element.className = of;
  return element;
}

function toggle(text: string, testid: string, switched: (on: boolean) => void): HTMLButtonElement {
  const key = make("button", "choice");
  key.type = "button";
  key.textContent = text;
  key.dataset.testid = testid;
  press(key, false);
  key.onclick = () => switched(key.getAttribute("aria-pressed") !== "true");
  return key;
}

const press = (key: HTMLElement, on: boolean) => key.setAttribute("aria-pressed", String(on));
