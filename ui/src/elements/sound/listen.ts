import { t } from "../../i18n/language";
import { sameListen, sound, type Listening as To } from "../../sound/sound";
import { el, onPress, RegieElement } from "../element";
import { icon } from "../icons";

/** A press hears this, and a second one ends it: program, or one camera by itself. The audience hears no difference. */
export class Listen extends RegieElement {
  readonly #to: To;
  readonly #button = el("button", { class: "tool", type: "button", "data-testid": "listen" }, icon("headphones"));

  constructor(to: To) {
    super();
    this.#to = to;
  }

  protected build(): void {
    if (this.#to.kind === "program") this.#button.append(el("kbd", {}, "H"));
    onPress(this.#button, () => sound.toggle(this.#to));
    this.append(this.#button);
  }

  protected follow(): void {
    this.effect(() => {
      const on = sameListen(sound.listening.value, this.#to);
      this.classList.toggle("is-on", on);
      this.#button.setAttribute("aria-pressed", String(on));
      this.#button.disabled = sound.unable.value;
      this.#button.title = sound.unable.value ? t("listen.unable") : title(this.#to, on ? sound.late.value : null);
    });
  }
}
customElements.define("regie-listen", Listen);

function title(to: To, late: number | null): string {
  const what = to.kind === "camera" ? t("listen.camera", { number: to.camera }) : t("listen.program");
  return late === null ? what : `${what} · ${t("listen.late", { late: Math.round(late) })}`;
}
