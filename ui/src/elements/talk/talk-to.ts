import { t } from "../../i18n/language";
import { cameraSignal } from "../../store/desk";
import { speaking } from "../../talk/talk";
import { el, RegieElement } from "../element";
import { icon } from "../icons";
import { speakWhileHeld } from "./held";

/** Held, it lets the director's voice be heard at one phone; it says whether that listens. */
export class TalkTo extends RegieElement {
  readonly #number: number;
  readonly #camera;
  readonly #button = el("button", { class: "tool", type: "button", "data-testid": "talk-to" });

  constructor(number: number) {
    super();
    this.#number = number;
    this.#camera = cameraSignal(number);
  }

  protected build(): void {
    this.#button.append(icon("mic"), icon("noMic"));
    speakWhileHeld(this.#button, this.#number);
    this.append(this.#button);
  }

  protected follow(): void {
    this.effect(() => {
      const to = speaking.value;
      this.classList.toggle("is-on", to !== null && (to.camera === null || to.camera === this.#number));
      this.#button.setAttribute("aria-pressed", String(to?.camera === this.#number));
    });
    this.effect(() => {
      const listens = this.#camera.value?.phone.listens ?? false;
      this.classList.toggle("is-deaf", !listens);
      const label = t(listens ? "talk.to" : "talk.deaf", { number: this.#number });
      this.#button.title = label;
      this.#button.setAttribute("aria-label", label);
    });
  }
}
customElements.define("regie-talk-to", TalkTo);
