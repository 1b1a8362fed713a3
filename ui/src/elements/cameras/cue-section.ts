import { t } from "../../i18n/language";
import { cameraSignal } from "../../store/desk";
import { answer, writeCue } from "../../store/orders";
import { el, RegieElement, setText } from "../element";

/** What a director says most, with a key each. */
const READY = ["wider", "closer", "hold", "next", "thanks"] as const;

/** What is written to whoever holds a camera, or to all; whether it was seen; and who asks to be taken. */
export class CueSection extends RegieElement {
  readonly #number: number;
  readonly #field = el("input", { type: "text", maxlength: 80, "data-testid": "cue-text" });
  readonly #all = el("input", { type: "checkbox", "data-testid": "cue-all" });
  readonly #status = el("p", { class: "section-status", role: "status", "data-testid": "cue-status" });
  readonly #back = el("button", { class: "key", type: "button", "data-testid": "cue-back" }, t("cue.back"));
  readonly #answer = el("button", { class: "key", type: "button", "data-testid": "cue-answer" }, t("cue.answer"));

  constructor(number: number) {
    super();
    this.#number = number;
  }

  protected build(): void {
    this.className = "section";
    this.dataset.testid = "cues";
    const ready = READY.map((name) => {
      const key = el("button", { class: "key", type: "button", "data-testid": `cue-${name}` }, t(`cue.${name}`));
      key.addEventListener("click", () => this.#write(t(`cue.${name}`)));
      return key;
    });
    this.#field.placeholder = t("cue.own");
    this.#field.setAttribute("aria-label", t("cue.own"));
    const own = el(
      "form",
      { class: "cue-own" },
      this.#field,
      el("button", { class: "key", type: "submit" }, t("cue.send")),
    );
    own.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#field.value.trim() === "") return;
      this.#write(this.#field.value);
      this.#field.value = "";
      // The next figure is a cut again.
      this.#field.blur();
    });
    this.#back.addEventListener("click", () => this.#write(""));
    this.#answer.addEventListener("click", () => answer(this.#number));
    this.append(
      el("h3", {}, t("cue.title")),
      el("div", { class: "section-keys" }, ...ready),
      own,
      el("label", { class: "control control-wide" }, this.#all, el("span", {}, t("cue.all"))),
      this.#status,
      el("div", { class: "section-keys" }, this.#back, this.#answer),
    );
  }

  protected follow(): void {
    const camera = cameraSignal(this.#number);
    this.effect(() => {
      const { cue = null, calls = null } = camera.value ?? {};
      this.#back.hidden = cue === null || cue.seen !== null;
      this.#answer.hidden = calls === null;
      const text = cue?.text ?? "";
      setText(this.#status, cue === null ? "" : t(cue.seen === null ? "tile.cue" : "tile.cue.seen", { text }));
      this.#status.hidden = cue === null;
    });
  }

  #write(text: string): void {
    writeCue(this.#all.checked ? null : this.#number, text);
  }
}
customElements.define("regie-cue-section", CueSection);
