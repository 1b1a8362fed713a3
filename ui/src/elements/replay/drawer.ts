import { effect, untracked } from "@preact/signals-core";
import { cue } from "../../cue/cue";
import { t } from "../../i18n/language";
import { actByPad } from "../../keys/drawer-act";
import { watchPads } from "../../keys/pad";
import { drawer, editing, focusDrawer, foldOne, NARROWEST_FOR_BOTH, pulls } from "../../store/view";
import { el, RegieElement } from "../element";
import { Angles } from "./angles";
import { Clips } from "./clips";
import { CueMonitor } from "./cue-monitor";
import { DrawerCaps } from "./drawer-caps";
import { GoTo } from "./go-to";
import { TimeRows } from "./time-rows";

/** So long at most the rest of the drawer waits for the cue's first picture, in milliseconds. */
const LATEST = 150;

/**
 * The replay drawer: the time line pulled up over the foot of the desk. It takes the focus when it opens, and as long as
 * it has it keys have an editor's meaning. What is in it is in the page while it is open alone.
 */
export class Drawer extends RegieElement {
  /** What had the focus before the drawer took it. */
  #before: HTMLElement | null = null;
  /** Whether what is in it besides the cue is still to be built. */
  #isWaiting = false;
  #stopWaiting = () => {};

  protected build(): void {
    this.dataset.testid = "drawer";
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", t("drawer.label"));
    // Not a field of its own: a figure that is typed next is an angle.
    this.tabIndex = -1;
    this.hidden = true;
    const isIn = (target: EventTarget | null) => target instanceof Node && this.contains(target);
    this.addEventListener("focusin", () => focusDrawer(true));
    this.addEventListener("focusout", ({ relatedTarget }) => focusDrawer(isIn(relatedTarget)));
    this.addEventListener("mousedown", (event) => this.#keepFocus(event));
  }

  protected follow(): void {
    this.effect(() => {
      const open = drawer.value;
      untracked(() => this.#show(open));
    });
    this.effect(() => {
      if (pulls.value > 0) this.focus({ preventScroll: true });
    });
    this.effect(() => this.toggleAttribute("data-focused", editing.value));
    let stopPads: (() => void) | null = null;
    this.effect(() => {
      stopPads?.();
      stopPads = drawer.value ? watchPads(actByPad) : null;
    });
    this.undo(() => stopPads?.());
    const narrow = window.matchMedia(`(width < ${NARROWEST_FOR_BOTH}px)`);
    const onNarrow = () => foldOne("drawer");
    narrow.addEventListener("change", onNarrow);
    this.undo(() => narrow.removeEventListener("change", onNarrow));
  }

  #show(open: boolean): void {
    this.#stopWaiting();
    if (!open) {
      const had = this.contains(document.activeElement);
      this.hidden = true;
      this.replaceChildren();
      focusDrawer(false);
      if (had && this.#before?.isConnected) this.#before.focus();
      this.#before = null;
      return;
    }
    const { activeElement, body } = document;
    this.#before = activeElement instanceof HTMLElement && activeElement !== body ? activeElement : null;
    this.hidden = false;
    this.replaceChildren(new CueMonitor());
    this.#fillSoon();
  }

  /** Builds the rest once the cue shows a picture: that takes several display frames, and is not what is waited for. */
  #fillSoon(): void {
    const fill = () => {
      this.#stopWaiting();
      const line = el("div", { class: "drawer-line" }, new TimeRows(), new Angles(), new DrawerCaps(), new GoTo());
      this.append(line, new Clips());
    };
    const timer = window.setTimeout(fill, LATEST);
    const stop = effect(() => {
      // Behind the display frame that has it.
      if (cue.shown.value) requestAnimationFrame(() => this.#isWaiting && fill());
    });
    this.#isWaiting = true;
    this.#stopWaiting = () => {
      this.#isWaiting = false;
      window.clearTimeout(timer);
      stop();
    };
  }

  /** A key that is pressed with the mouse leaves the focus to the drawer: space is pause, and no second press. */
  #keepFocus(event: MouseEvent): void {
    if ((event.target as Element).closest("input, regie-clips")) return;
    event.preventDefault();
    this.focus({ preventScroll: true });
  }
}
customElements.define("regie-drawer", Drawer);
