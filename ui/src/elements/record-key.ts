import { t } from "../i18n/language";
import { elapsed } from "../i18n/time";
import { now } from "../store/clock";
import { recording } from "../store/desk";
import { pressed, toggleRecording } from "../store/orders";
import { el, onPress, RegieElement, setText } from "./element";

/** The key that records the show: pressed once it starts, pressed again everything is saved. */
export class RecordKey extends RegieElement {
  readonly #key = el("button", { class: "key key-large key-record", type: "button", "data-testid": "record" });
  readonly #word = el("span", { class: "record-word" });
  readonly #hint = el("span", { class: "record-hint" });

  protected build(): void {
    this.#key.append(
      el("span", { class: "record-line" }, el("i", { class: "record-dot" }), this.#word),
      el("span", { class: "kbds" }, el("kbd", {}, t("key.shift")), el("kbd", {}, "R"), this.#hint),
    );
    onPress(this.#key, toggleRecording);
    this.append(this.#key);
  }

  protected follow(): void {
    this.effect(() => {
      const state = recording.value?.state ?? "off";
      this.#key.dataset.state = state;
      this.#key.setAttribute("aria-pressed", String(state === "starting" || state === "running"));
      setText(this.#hint, state === "running" ? t("record.stop") : state === "failed" ? t("record.again") : "");
    });
    this.effect(() => {
      const current = recording.value;
      setText(this.#word, current ? wordOf(current.state, now.value - current.started) : t("record.start"));
    });
    this.effect(() => this.#key.toggleAttribute("data-pressed", pressed.value.has("record")));
  }
}
customElements.define("regie-record-key", RecordKey);

function wordOf(state: "starting" | "running" | "finishing" | "failed", time: number): string {
  switch (state) {
    case "starting":
      return t("record.starting");
    case "running":
      return elapsed(time);
    case "finishing":
      return t("record.finishing");
    case "failed":
      return t("record.failed");
  }
}
