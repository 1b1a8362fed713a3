import { untracked } from "@preact/signals-core";
import { t } from "../../i18n/language";
import type { Camera } from "../../protocol/Camera";
import type { SoundMode } from "../../protocol/SoundMode";
import { cameras, lastShow, recording, settings } from "../../store/desk";
import { chooseSoundMode, delaySound, erase } from "../../store/orders";
import { askName, dismiss, followCamera, removing } from "../../store/view";
import { el, RegieElement, setText } from "../element";
import { Listen } from "../sound/listen";
import { BudgetSection } from "./budget-section";
import { ControlsSection } from "./controls-section";
import { CueSection } from "./cue-section";

/** One step of the delay of a camera's sound, in milliseconds: half a picture. */
const STEP = 20;

/** One camera's settings: its sound, what all may send, and the way to erase it with all that it left. */
export class CameraPanel extends RegieElement {
  readonly #number: number;
  readonly #modes = el("fieldset", { class: "camera-modes", "data-testid": "sound-mode" });
  readonly #delay = el("input", {
    type: "range",
    min: 0,
    step: STEP,
    "data-testid": "sound-delay",
  });
  readonly #delayText = el("output", { class: "camera-delay" });
  readonly #erase = el("button", { class: "key key-danger", type: "button", "data-testid": "erase" });
  readonly #confirm = el("div", { class: "camera-confirm", role: "alertdialog", hidden: true });
  readonly #stays = el("p");

  constructor(number: number) {
    super();
    this.#number = number;
  }

  protected build(): void {
    this.dataset.testid = "camera-panel";
    this.#modes.append(el("legend", {}, t("camera.mode")), this.#mode("music"), this.#mode("speech"));
    this.#delay.setAttribute("aria-label", t("camera.delay"));
    this.#delay.addEventListener("input", () =>
      setText(this.#delayText, t("camera.delay.value", { delay: this.#delay.value })),
    );
    this.#delay.addEventListener("change", () => delaySound(this.#number, this.#delay.valueAsNumber));
    this.#buildErase();
    const delay = el("div", { class: "section" }, el("h3", {}, t("camera.delay"), " ", this.#delayText), this.#delay);
    delay.append(el("p", { class: "section-status" }, t("camera.delay.help")));
    this.append(
      el(
        "div",
        { class: "sections" },
        this.#keys(),
        new ControlsSection(this.#number),
        new CueSection(this.#number),
        el("div", { class: "section" }, this.#modes),
        delay,
        new BudgetSection(),
        el("div", { class: "section" }, this.#erase, this.#confirm),
      ),
    );
  }

  protected follow(): void {
    // First: a slider takes no value beyond its end.
    this.effect(() => {
      this.#delay.max = String(settings.value?.sound_delay_limit ?? 0);
    });
    // The camera and not its number, which may be another's by now: nobody erases the wrong one.
    const feed = cameras.peek().find(({ number }) => number === this.#number)?.feed;
    this.effect(() => {
      const camera = cameras.value.find((one) => one.feed === feed);
      untracked(() => {
        if (!camera) dismiss();
        else if (camera.number === this.#number) this.#show(camera);
        else followCamera(this.#number, camera.number);
      });
    });
    this.effect(() => {
      const kept = recording.value !== null || lastShow.value !== null;
      setText(this.#stays, t(kept ? "erase.stays" : "erase.stays.none"));
    });
  }

  #show({ sound }: Camera): void {
    for (const input of this.#modes.querySelectorAll("input")) input.checked = input.value === sound.mode;
    // Not under the hand that moves it.
    if (document.activeElement !== this.#delay) this.#delay.value = String(sound.delay);
    setText(this.#delayText, t("camera.delay.value", { delay: sound.delay }));
  }

  #mode(mode: SoundMode): HTMLElement {
    const input = el("input", { type: "radio", name: `mode-${this.#number}`, value: mode });
    input.addEventListener("change", () => chooseSoundMode(this.#number, mode));
    const words = el("span", {}, el("b", {}, t(`camera.${mode}`)), el("small", {}, t(`camera.${mode}.help`)));
    return el("label", {}, input, words);
  }

  /** What a tile's tools do too, where those have no room for a finger. */
  #keys(): HTMLElement {
    const rename = el("button", { class: "key", type: "button" }, t("tile.rename"), el("kbd", {}, "N"));
    rename.addEventListener("click", () => askName(this.#number));
    const remove = el("button", { class: "key", type: "button" }, t("tile.remove"), el("kbd", {}, t("key.delete")));
    remove.addEventListener("click", () => {
      dismiss();
      removing.value = this.#number;
    });
    const listen = new Listen({ kind: "camera", camera: this.#number });
    return el("div", { class: "section section-keys" }, listen, rename, remove);
  }

  #buildErase(): void {
    const number = this.#number;
    this.#erase.append(t("erase.ask"));
    const yes = el(
      "button",
      { class: "key key-danger", type: "button", "data-testid": "erase-confirm" },
      t("erase.yes"),
    );
    const no = el("button", { class: "key", type: "button" }, t("tile.remove.no"));
    const ask = (asking: boolean) => {
      this.#confirm.hidden = !asking;
      this.#erase.hidden = asking;
      // Nobody erases by a second press of the same key.
      (asking ? no : this.#erase).focus();
    };
    this.#erase.addEventListener("click", () => ask(true));
    no.addEventListener("click", () => ask(false));
    yes.addEventListener("click", () => erase(number));
    this.#confirm.append(
      el("strong", {}, t("erase.title", { number })),
      el("p", {}, t("erase.goes")),
      this.#stays,
      el("div", { class: "section-keys" }, yes, no),
    );
  }
}
customElements.define("regie-camera-panel", CameraPanel);
