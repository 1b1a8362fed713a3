import { t } from "../../i18n/language";
import type { Clip } from "../../protocol/Clip";
import { saveClip } from "../../store/clip-files";
import { firstCamera } from "../../store/clips";
import { cameras } from "../../store/desk";
import { el, RegieElement } from "../element";

/** The speeds that a file is offered, in percent. */
const SPEEDS: readonly number[] = [100, 50, 33, 25];

/** Asks in a clip's row what its file is to have in it: which angle, or all, and how fast. It goes when the focus does. */
export class RowExport extends RegieElement {
  readonly #angle = el("select", { "data-testid": "export-angle", title: t("entry.angle") });
  readonly #speed = el("select", { "data-testid": "export-speed", title: t("entry.speed") });
  readonly #save = el("button", { class: "key", type: "button", "data-testid": "export-save" }, t("clip.save"));
  #clip = 0;
  #back: HTMLElement | null = null;

  /** Asks about a clip; what had the focus gets it back. */
  open(clip: Clip): void {
    this.#clip = clip.id;
    const { activeElement } = document;
    this.#back = activeElement instanceof HTMLElement ? activeElement : null;
    const numbers = cameras.peek().map(({ number }) => number);
    const first = firstCamera(clip);
    const all = first === null || numbers.includes(first) ? numbers : [first, ...numbers];
    const angles = all.map((number) => el("option", { value: number }, t("clip.angle", { number })));
    this.#angle.replaceChildren(...angles, el("option", { value: "all" }, t("clip.save.all")));
    this.#angle.value = String(first ?? "all");
    this.#speed.value = "100";
    this.hidden = false;
    this.#angle.focus({ preventScroll: true });
  }

  protected build(): void {
    this.hidden = true;
    this.setAttribute("role", "dialog");
    this.setAttribute("aria-label", t("clip.export"));
    this.#angle.setAttribute("aria-label", t("entry.angle"));
    this.#speed.setAttribute("aria-label", t("entry.speed"));
    this.#speed.append(...SPEEDS.map((speed) => el("option", { value: speed }, `${speed} %`)));
    this.#save.addEventListener("click", () => {
      const camera = this.#angle.value === "all" ? "all" : Number(this.#angle.value);
      void saveClip(this.#clip, { camera, speed: Number(this.#speed.value) });
      this.#close();
    });
    this.append(this.#angle, this.#speed, this.#save);
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#close();
    });
    this.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.contains(relatedTarget))) this.hidden = true;
    });
  }

  protected follow(): void {}

  #close(): void {
    if (this.#back?.isConnected) this.#back.focus({ preventScroll: true });
    this.hidden = true;
  }
}
customElements.define("regie-row-export", RowExport);
