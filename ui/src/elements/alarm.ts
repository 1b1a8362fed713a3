import { t } from "../i18n/language";
import { minutesLeft } from "../i18n/size";
import type { RecordingProblem } from "../protocol/RecordingProblem";
import { outside, recording } from "../store/desk";
import { takeNote, toggleRecording } from "../store/orders";
import { noted } from "../store/view";
import { el, RegieElement, setText } from "./element";
import { icon } from "./icons";

/** What is wrong with the recording, loud, over the time line until somebody takes note; and it is no dialog. */
export class Alarm extends RegieElement {
  readonly #title = el("strong");
  readonly #help = el("span");
  readonly #again = el("button", { class: "key", type: "button", "data-testid": "alarm-again" }, t("alarm.again"));
  readonly #note = el("button", { class: "key", type: "button", "data-testid": "alarm-note" }, t("alarm.note"));

  protected build(): void {
    this.dataset.testid = "alarm";
    this.setAttribute("role", "alert");
    this.#again.addEventListener("click", toggleRecording);
    this.#note.addEventListener("click", () => {
      const problem = recording.peek()?.problem;
      if (!problem) return;
      noted.value = problem.code;
      if (problem.code === "failed") takeNote();
    });
    this.append(
      icon("warning"),
      el("div", { class: "footer-words" }, this.#title, this.#help),
      this.#again,
      this.#note,
    );
  }

  protected follow(): void {
    this.effect(() => {
      const problem = recording.value?.problem ?? null;
      // What was noted and went comes back as news.
      if (!problem) noted.value = null;
      this.hidden = problem === null || noted.value === problem.code;
      this.dataset.code = problem?.code ?? "";
      this.#again.hidden = problem?.code !== "failed";
      if (problem) this.#say(problem);
    });
  }

  #say({ code, message }: RecordingProblem): void {
    const minutes = outside.value.disk?.minutes_left ?? null;
    setText(this.#title, t(`alarm.${code}`, { time: minutes === null ? "" : minutesLeft(minutes) }));
    this.title = message;
    setText(this.#help, code === "failed" ? message : t(`alarm.${code}.help`));
  }
}
customElements.define("regie-alarm", Alarm);
