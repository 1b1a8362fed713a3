import { computed } from "@preact/signals-core";
import { t } from "../../i18n/language";
import { cameraSignal, cameras } from "../../store/desk";
import { remove, removeLost } from "../../store/orders";
import { removing } from "../../store/view";
import { el, RegieElement, setText } from "../element";

/** How many cameras are lost. */
const lost = computed(() => cameras.value.filter(({ state }) => state === "lost").length);

/** Asks on a tile whether its camera is to go; on a lost one's, with others lost, whether all of those are. */
export class RemoveQuestion extends RegieElement {
  readonly #number: number;
  readonly #back: HTMLElement;
  readonly #yes = el("button", { class: "key", type: "button", "data-testid": "remove-confirm" });
  readonly #all = el("button", { class: "key", type: "button", "data-testid": "remove-lost" });

  /** A question about a camera; the focus goes back there. */
  constructor(number: number, back: HTMLElement) {
    super();
    this.#number = number;
    this.#back = back;
  }

  protected build(): void {
    const question = t("tile.remove.ask", { number: this.#number });
    this.setAttribute("role", "alertdialog");
    this.setAttribute("aria-label", question);
    const keep = el("button", { class: "key", type: "button" }, t("tile.remove.no"), el("kbd", {}, t("key.escape")));
    keep.addEventListener("click", () => answer());
    this.#yes.append(t("tile.remove.yes"), el("kbd", {}, t("key.enter")));
    this.#yes.addEventListener("click", () => answer(() => remove(this.#number)));
    this.#all.addEventListener("click", () => answer(removeLost));
    this.append(el("strong", {}, question), el("div", {}, this.#yes, keep), this.#all);
  }

  protected follow(): void {
    const camera = cameraSignal(this.#number);
    // A question about a camera is no question about the one that has its number next.
    const feed = computed(() => camera.value?.feed);
    this.effect(() => {
      feed.value;
      if (removing.peek() === this.#number && !this.hidden) removing.value = null;
    });
    this.effect(() => this.#ask(removing.value === this.#number));
    this.effect(() => {
      this.#all.hidden = camera.value?.state !== "lost" || lost.value < 2;
      setText(this.#all, t("tile.remove.lost", { count: lost.value }));
    });
  }

  #ask(asking: boolean): void {
    const had = !this.hidden && this.contains(document.activeElement);
    this.hidden = !asking;
    if (asking) this.#yes.focus();
    else if (had) this.#back.focus();
  }
}
customElements.define("regie-remove-question", RemoveQuestion);

function answer(act?: () => void): void {
  act?.();
  removing.value = null;
}
