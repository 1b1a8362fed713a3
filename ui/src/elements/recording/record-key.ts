import { t } from "../../i18n/language";
import { elapsed } from "../../i18n/time";
import type { RecordingState } from "../../protocol/RecordingState";
import { now } from "../../store/clock";
import { recording } from "../../store/desk";
import { pressed } from "../../store/orders";
import { HOLD, holdRecord, pressRecord, releaseRecord, SURE, stopping } from "../../store/record";
import { el, onPress, RegieElement, setText } from "../element";

/** The key that records the show: one press starts it; to save it takes a second one, or one that is held. */
export class RecordKey extends RegieElement {
  readonly #key = el("button", { class: "key key-large key-record", type: "button", "data-testid": "record" });
  readonly #word = el("span", { class: "record-word" });
  readonly #hint = el("span", { class: "record-hint" });

  protected build(): void {
    this.#key.append(
      el("span", { class: "record-rest" }),
      el("span", { class: "record-line" }, el("i", { class: "record-dot" }), this.#word),
      el("span", { class: "kbds" }, el("kbd", {}, t("key.shift")), el("kbd", {}, "R"), this.#hint),
    );
    this.#key.style.setProperty("--sure", `${SURE}ms`);
    this.#key.style.setProperty("--hold", `${HOLD}ms`);
    onPress(this.#key, (event) => {
      pressRecord();
      if (event.type === "pointerdown") holdRecord();
    });
    this.#holdByKeyboard();
    this.append(this.#key);
  }

  protected follow(): void {
    for (const end of ["pointerup", "pointercancel"]) {
      window.addEventListener(end, releaseRecord);
      this.undo(() => window.removeEventListener(end, releaseRecord));
    }
    this.effect(() => {
      const state = recording.value?.state ?? "off";
      this.#key.dataset.state = state;
      this.#key.setAttribute("aria-pressed", String(state === "starting" || state === "running"));
    });
    this.effect(() => {
      const asked = stopping.value;
      this.#key.dataset.stopping = asked ? (asked.held ? "held" : asked.ripe ? "ripe" : "asked") : "";
    });
    this.effect(() => {
      const current = recording.value;
      const isAsked = stopping.value !== null;
      setText(this.#hint, isAsked ? t("record.sure.help") : hintOf(current?.state));
      if (isAsked) setText(this.#word, t("record.sure"));
      else setText(this.#word, current ? wordOf(current.state, now.value - current.started) : t("record.start"));
    });
    this.effect(() => this.#key.toggleAttribute("data-pressed", pressed.value.has("record")));
  }

  /** A key that is held repeats its click; here it is one press that lasts. */
  #holdByKeyboard(): void {
    this.#key.addEventListener("keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      if (event.repeat) return;
      pressRecord();
      holdRecord();
    });
    this.#key.addEventListener("keyup", (event) => {
      if (event.key === " ") event.preventDefault();
    });
  }
}
customElements.define("regie-record-key", RecordKey);

function wordOf(state: RecordingState, time: number): string {
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

function hintOf(state: RecordingState | undefined): string {
  switch (state) {
    case "running":
      return t("record.stop");
    case "failed":
      return t("record.again");
    case "starting":
    case "finishing":
    case undefined:
      return "";
  }
}
