import { computed } from "@preact/signals-core";
import { el, RegieElement, setText } from "../elements/element";
import { HoldSlate } from "../elements/hold/hold-slate";
import type { ScreenPage } from "../host/screens";
import { t } from "../i18n/language";
import { length } from "../i18n/length";
import { act } from "../keys/act";
import { toggleFullscreen } from "../keys/fullscreen";
import { keyAction } from "../keys/keys";
import { monitors } from "../monitor/monitors";
import { Surface } from "../monitor/surface";
import { sound } from "../sound/sound";
import { link, onAir } from "../store/desk";

/** How long after the pointer's last move the second screen says how it becomes full, in milliseconds. */
const HINT_TIME = 3_000;

/** Program for the audience: the picture, or the slate. */
export class Screen extends RegieElement {
  readonly #page: ScreenPage;
  readonly #canvas = el("canvas", { "data-testid": "program", width: 16, height: 9 });
  readonly #slate = el("div", { class: "screen-slate", "data-testid": "slate" }, t("screen.slate"));
  readonly #hold = new HoldSlate();
  readonly #hint = el("p", { class: "screen-hint", "data-testid": "screen-hint" });
  #hintTimer = 0;

  constructor(page: ScreenPage) {
    super();
    this.#page = page;
  }

  protected build(): void {
    this.append(this.#canvas, this.#slate, this.#hold, this.#hint);
    const surface = new Surface(this.#canvas);
    surface.clear();
    monitors.program.showOn(surface);
    this.#hint.hidden = true;
  }

  protected follow(): void {
    this.effect(() => {
      const black = monitors.program.shown.value === null;
      const isHeld = onAir.value?.source.kind === "hold";
      this.#hold.hidden = !black || !isHeld;
      this.#slate.hidden = !black || isHeld;
      this.#canvas.hidden = black;
    });
    this.effect(() => setText(this.#slate, slateText()));
    const onKey = (event: KeyboardEvent) => this.#key(event);
    document.addEventListener("keydown", onKey);
    this.undo(() => document.removeEventListener("keydown", onKey));
    const onMove = (event: PointerEvent) => this.#moved(event);
    document.addEventListener("pointermove", onMove);
    this.undo(() => document.removeEventListener("pointermove", onMove));
    const hide = () => this.#hide();
    document.addEventListener("fullscreenchange", hide);
    document.documentElement.addEventListener("pointerleave", hide);
    this.undo(() => document.removeEventListener("fullscreenchange", hide));
    this.undo(() => document.documentElement.removeEventListener("pointerleave", hide));
    this.undo(hide);
  }

  /** Whoever moves the pointer over this window wants something of it; the audience has no pointer, and reads nothing. */
  #moved({ movementX, movementY }: PointerEvent): void {
    // A window that opens under a pointer which nobody moves is told of it, too.
    if (movementX === 0 && movementY === 0) return;
    if (this.#page.isFull || !document.fullscreenEnabled || document.fullscreenElement) return;
    this.#say(t("screen.hint"));
  }

  #say(text: string): void {
    setText(this.#hint, text);
    this.#hint.hidden = false;
    window.clearTimeout(this.#hintTimer);
    this.#hintTimer = window.setTimeout(() => this.#hide(), HINT_TIME);
  }

  #hide(): void {
    window.clearTimeout(this.#hintTimer);
    this.#hint.hidden = true;
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
      case "hold":
      case "record":
      case "mark":
      case "clip":
      case "mute":
        act(action);
        break;
      case "hear":
        act(action);
        this.#say(t(sound.listening.peek().kind === "nothing" ? "screen.silent" : "screen.heard"));
        break;
      // What opens something on the desk has no place here.
      case "join":
      case "outputs":
      case "audience":
      case "camera":
      case "keys":
      case "alarm":
      case "rename":
      case "remove":
      case "drawer":
      case "cue":
      case "clips":
        break;
    }
  }
}
customElements.define("regie-screen", Screen);

/** What is said where there is no picture: how long there is none of what is replayed, or that none comes. */
function slateText(): string {
  const hole = monitors.program.hole.value;
  if (hole) return t("slate.hole", { length: length(hole.to - hole.from) });
  return t(hasKey.value ? "screen.slate" : "screen.key");
}

/** Whether the engine lets this window in: where it never will, somebody has to hear of it. */
const hasKey = computed(() => !["denied", "no_token", "forgotten"].includes(link.value));
