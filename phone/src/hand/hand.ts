import lensIcon from "lucide-static/icons/aperture.svg?raw";
import torchIcon from "lucide-static/icons/flashlight.svg?raw";
import lookIcon from "lucide-static/icons/sliders-horizontal.svg?raw";
import type { Capture } from "../camera/capture";
import type { Texts } from "../i18n";
import type { CameraSettings } from "../protocol/CameraSettings";
import type { Controls } from "../protocol/Controls";
import type { Switches } from "../switches";
import { Aim } from "./aim";
import { Sheet } from "./sheet";
import { Slider } from "./slider";
import { Touch } from "./touch";

/** What the hand sets a camera with. */
export interface Settable {
  set(settings: CameraSettings): void;
  /** Looks for the focus at a point of the picture that is sent, from 0 to 1. Whether it does. */
  aim(x: number, y: number): Promise<boolean>;
}

const part = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;

/** What the hand that holds the phone sets: lens, zoom, light, and the sheet with the rest. What is not offered is not there. */
export class Hand {
  private readonly flip = part<HTMLButtonElement>("flip");
  private readonly lens = part<HTMLButtonElement>("lens");
  private readonly look = part<HTMLButtonElement>("look");
  private readonly torch = part<HTMLButtonElement>("torch");
  private readonly optics = part("optics");
  private readonly zoomed = part("zoomed");
  private readonly zoom: Slider;
  private readonly sheet: Sheet;
  private readonly aim: Aim;
  private readonly touch: Touch;
  private settable: Settable | null = null;

  constructor(texts: Texts, video: HTMLVideoElement, switches: Switches) {
    for (const [key, icon] of [
      [this.lens, lensIcon],
      [this.look, lookIcon],
      [this.torch, torchIcon],
    ] as const) {
      key.insertAdjacentHTML("afterbegin", icon);
    }
    // On a small phone its word has no room.
    this.torch.setAttribute("aria-label", texts.torch);
    const set = (settings: CameraSettings) => this.settable?.set(settings);
    this.zoom = new Slider(part("zoom"), texts.setting.zoom, (zoom) => {
      this.sayZoom(zoom);
      set({ zoom });
    });
    this.aim = new Aim(texts, video, switches);
    this.sheet = new Sheet(texts, part("sheet"), [this.lens, this.look], set, this.aim, switches);
    this.touch = new Touch(video, {
      zoom: (zoom) => {
        this.zoom.move(zoom);
        this.sayZoom(zoom);
        set({ zoom });
      },
      tap: (x, y) => this.settable?.aim(x, y) ?? Promise.resolve(false),
    });
    this.torch.onclick = () => set({ torch: this.torch.getAttribute("aria-pressed") !== "true" });
  }

  /** Connects the keys. */
  bind(settable: Settable): void {
    this.settable = settable;
  }

  /** What is captured, or how it is held, has changed. */
  picture(capture: Capture): void {
    this.touch.mirrored = capture.mirrored;
    this.aim.place();
  }

  /** Shows what can be set, and how it is. */
  controls(controls: Controls): void {
    const { lenses, zoom, torch } = controls;
    this.flip.hidden = lenses.length !== 2;
    this.lens.hidden = lenses.length < 3;
    this.torch.hidden = torch === null;
    this.torch.setAttribute("aria-pressed", String(torch === true));
    this.zoom.show(zoom);
    this.touch.range = zoom;
    this.zoomed.hidden = zoom === null;
    if (zoom !== null && !this.zoom.held) this.sayZoom(zoom.value);
    this.optics.hidden = zoom === null && torch === null;
    this.sheet.show(controls);
  }

  private sayZoom(zoom: number): void {
    this.zoomed.textContent = `${zoom.toFixed(1)}\u00d7`;
  }
}
