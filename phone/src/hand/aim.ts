import type { Texts } from "../i18n";
import type { Switches } from "../switches";
import { Gravity, LEVEL, tiltOf } from "./level";
import { pictureIn } from "./place";

const part = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

/** What helps to frame, over the own picture alone: thirds, and a line that is level. */
export class Aim {
  private readonly aim = part("aim");
  private readonly line = part("level");
  private readonly gravity = new Gravity();

  constructor(
    readonly texts: Texts,
    private readonly video: HTMLVideoElement,
    private readonly switches: Switches,
  ) {
    new ResizeObserver(() => this.place()).observe(video);
    this.grid(switches.isOn("grid"));
  }

  /** Calls back once the phone can say what is level. */
  whetherLevel(there: () => void): void {
    this.gravity.whetherThere(there);
  }

  get hasGrid(): boolean {
    return this.aim.dataset.grid !== undefined;
  }

  get hasLevel(): boolean {
    return !this.line.hidden;
  }

  /** Shows the thirds, or not; it is remembered. */
  grid(on: boolean): void {
    if (on) this.aim.dataset.grid = "";
    else delete this.aim.dataset.grid;
    this.switches.set("grid", on);
    this.place();
  }

  /** Shows what is level, or not. To be called by a press. Whether it is as wanted. */
  async level(on: boolean): Promise<boolean> {
    const given = on && (await this.gravity.allowed());
    this.line.hidden = !given;
    this.gravity.hear(given ? (x, y) => this.tilt(x, y) : null);
    return given === on;
  }

  /** Lays itself over the picture as it is shown now. */
  place(): void {
    const place = pictureIn(this.video);
    this.aim.hidden = place === null;
    if (place === null) return;
    for (const [name, value] of Object.entries(place)) this.aim.style.setProperty(name, `${value}px`);
  }

  private tilt(x: number, y: number): void {
    const tilt = tiltOf(x, y, screen.orientation?.angle ?? 0);
    this.line.toggleAttribute("data-lost", tilt === null);
    this.line.toggleAttribute("data-level", tilt !== null && Math.abs(tilt) <= LEVEL);
    this.line.style.transform = `rotate(${(tilt ?? 0).toFixed(1)}deg)`;
  }
}
