import { t } from "../../i18n/language";
import { minutesLeft } from "../../i18n/size";
import { type Alarm, loud, understand } from "../../store/alarms";
import { outside } from "../../store/desk";
import { startRecording, stopRecording } from "../../store/orders";
import { displayName, doWithoutScreen, openScreen } from "../../store/screen";
import { overlay } from "../../store/view";
import { el, RegieElement, setText } from "../element";
import { icon } from "../icons";

/** What a press can do about an alarm. */
interface Remedy {
  readonly name: string;
  readonly text: string;
  do(): void;
}

/** What is wrong, loud, over the time line until somebody has understood it; and it is no dialog. */
export class AlarmBar extends RegieElement {
  readonly #title = el("strong");
  readonly #help = el("span");
  readonly #remedies = el("div", { class: "alarm-remedies" });
  readonly #note = el("button", { class: "key", type: "button", "data-testid": "alarm-note" });

  protected build(): void {
    this.dataset.testid = "alarm";
    this.setAttribute("role", "alert");
    this.#note.append(t("alarm.note"), el("kbd", {}, "Y"));
    this.#note.addEventListener("click", understand);
    this.append(
      icon("warning"),
      el("div", { class: "alarm-words" }, this.#title, this.#help),
      this.#remedies,
      this.#note,
    );
  }

  protected follow(): void {
    this.effect(() => {
      const alarm = loud.value;
      this.hidden = alarm === null;
      this.dataset.alarm = alarm?.id ?? "";
      if (!alarm) return;
      const [title, help] = wordsOf(alarm);
      setText(this.#title, title);
      setText(this.#help, help);
      this.#help.title = help;
    });
    // Not with each minute that is counted down: the focus may be on one of them.
    let shown = "";
    this.effect(() => {
      const alarm = loud.value;
      if (shown === (alarm?.id ?? "")) return;
      shown = alarm?.id ?? "";
      this.#remedies.replaceChildren(...(alarm ? remediesOf(alarm).map(key) : []));
    });
  }
}
customElements.define("regie-alarm", AlarmBar);

function key({ name, text, do: run }: Remedy): HTMLElement {
  const made = el("button", { class: "key", type: "button", "data-testid": `alarm-${name}` }, text);
  made.addEventListener("click", run);
  return made;
}

/** What an alarm says: what is wrong, and what can be done. */
function wordsOf({ wrong }: Alarm): [string, string] {
  switch (wrong.kind) {
    case "recording": {
      const { code, message } = wrong.problem;
      const minutes = outside.value.disk?.minutes_left ?? null;
      const time = minutes === null ? "" : minutesLeft(minutes);
      return [t(`alarm.${code}`, { time }), code === "failed" ? message : t(`alarm.${code}.help`)];
    }
    case "disk":
      return [t("alarm.disk_low", { time: minutesLeft(wrong.minutes) }), t("alarm.disk_low.help")];
    case "camera":
      return [t("slate.lost", { number: wrong.camera }), t("slate.lost.help")];
    case "link":
      return [t("alarm.link"), `${hostOf(wrong.url)} · ${wrong.problem}`];
    case "screen":
      return [t("alarm.screen"), t("screen.lost", { display: displayName(wrong.display) })];
  }
}

function remediesOf({ wrong }: Alarm): Remedy[] {
  switch (wrong.kind) {
    case "recording":
      if (wrong.problem.code !== "failed") return [];
      return [
        { name: "again", text: t("alarm.again"), do: startRecording },
        { name: "end", text: t("alarm.end"), do: stopRecording },
      ];
    case "link":
      return [
        {
          name: "open",
          text: t("header.outputs"),
          do: () => {
            overlay.value = { kind: "outputs" };
          },
        },
      ];
    case "screen":
      return [
        { name: "again", text: t("screen.open"), do: () => void openScreen() },
        { name: "end", text: t("alarm.end"), do: doWithoutScreen },
      ];
    case "disk":
    case "camera":
      return [];
  }
}

/** The server's name in an address. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
