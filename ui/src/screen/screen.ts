import { el, RegieElement } from "../elements/element";
import type { ScreenPage } from "../host/screens";
import { t } from "../i18n/language";
import { act } from "../keys/act";
import { toggleFullscreen } from "../keys/fullscreen";
import { keyAction } from "../keys/keys";
import { monitors } from "../monitor/monitors";
import { Surface } from "../monitor/surface";

/** How long the second screen says how it becomes full: long enough for whoever opened it, in milliseconds. */
const HINT_TIME = 10_000;

/** Program for the audience: the picture, or the slate. */
export class Screen extends RegieElement {
  readonly #page: ScreenPage;
  readonly #canvas = el("canvas", { "data-testid": "program", width: 16, height: 9 });
  readonly #slate = el("div", { class: "screen-slate", "data-testid": "slate" }, t("screen.slate"));
  readonly #hint = el("p", { class: "screen-hint", "data-testid": "screen-hint" }, t("screen.hint"));

  constructor(page: ScreenPage) {
    super();
    this.#page = page;
  }

  protected build(): void {
    this.append(this.#canvas, this.#slate, this.#hint);
    const surface = new Surface(this.#canvas);
    surface.clear();
    monitors.showProgramOn(surface);
    this.#hint.hidden = this.#page.isFull || !document.fullscreenEnabled;
  }

  protected follow(): void {
    this.effect(() => {
      const black = monitors.shown.value === null;
      this.#slate.hidden = !black;
      this.#canvas.hidden = black;
    });
    const onKey = (event: KeyboardEvent) => this.#key(event);
    document.addEventListener("keydown", onKey);
    this.undo(() => document.removeEventListener("keydown", onKey));
    const hide = () => {
      this.#hint.hidden = true;
    };
    document.addEventListener("fullscreenchange", hide);
    this.undo(() => document.removeEventListener("fullscreenchange", hide));
    const timer = window.setTimeout(hide, HINT_TIME);
    this.undo(() => window.clearTimeout(timer));
  }

  /** The keys of the show work here too: whoever just opened this window has the focus in it, and cuts. */
  #key(event: KeyboardEvent): void {
    const action = keyAction(event);
    if (!action) return;
    event.preventDefault();
    switch (action.do) {
      case "escape":
      case "screen":
        void this.#page.close();
        break;
      case "fullscreen":
        if (!this.#page.isFull) toggleFullscreen();
        break;
      case "cut":
      case "replay":
      case "live":
      case "record":
      case "mark":
      case "clip":
      case "mute":
        act(action);
        break;
      // What opens something on the desk has no place here.
      case "join":
      case "outputs":
      case "camera":
      case "keys":
      case "rename":
      case "remove":
        break;
    }
  }
}
customElements.define("regie-screen", Screen);
