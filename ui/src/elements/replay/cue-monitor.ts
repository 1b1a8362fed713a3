import { cue } from "../../cue/cue";
import { setSpeed } from "../../cue/drive";
import { driven, driveOther } from "../../cue/driven";
import { t } from "../../i18n/language";
import { timeOfDay } from "../../i18n/time";
import { Surface } from "../../monitor/surface";
import { timeOf } from "../../store/clips";
import { settings } from "../../store/desk";
import { programPlayer } from "../../store/players";
import { SPEEDS } from "../../store/speeds";
import { el, onPress, RegieElement, setText } from "../element";
import { jogOn } from "./jog";

/** The cue: its picture, what is driven, and how fast. */
export class CueMonitor extends RegieElement {
  readonly #canvas = el("canvas", { class: "cue-picture", "data-testid": "cue", width: 16, height: 9 });
  readonly #surface = new Surface(this.#canvas);
  readonly #number = el("span", { class: "cue-number" });
  readonly #time = el("time", { class: "cue-time" });
  readonly #state = el("span", { class: "cue-state" });
  readonly #speed = el("span", { class: "cue-speed", "data-testid": "speed" });
  readonly #empty = el("div", { class: "cue-empty" });
  readonly #emptyTitle = el("strong");
  readonly #emptyHelp = el("span");
  readonly #other = el("button", { class: "cue-other", type: "button", title: t("drawer.other") });
  readonly #otherText = el("span");
  readonly #keys = new Map(
    SPEEDS.map((speed) => [speed, el("button", { class: "speed-key", type: "button" }, String(speed))]),
  );
  readonly #slider = el("input", {
    class: "speed-slider",
    type: "range",
    min: 0,
    max: 100,
    step: 1,
    "aria-label": t("drawer.speed.label"),
  });

  protected build(): void {
    this.#surface.clear();
    this.#empty.append(this.#emptyTitle, this.#emptyHelp);
    this.#other.append(this.#otherText, el("kbd", {}, "X"));
    onPress(this.#other, driveOther);
    for (const [speed, key] of this.#keys) onPress(key, () => setSpeed(speed));
    this.#slider.addEventListener("input", () => setSpeed(this.#slider.valueAsNumber));
    // A hand that lets go of it is back at the drawer's keys: the arrows step.
    this.#slider.addEventListener("pointerup", () => this.closest<HTMLElement>("regie-drawer")?.focus());
    const screen = el("div", { class: "cue-screen" }, this.#canvas, this.#empty);
    screen.append(
      el("div", { class: "cue-badges" }, el("span", { class: "badge badge-cue" }, t("drawer.cue")), this.#number),
      el("div", { class: "cue-foot" }, this.#time, this.#state),
    );
    const keys = el("div", { class: "speed-keys" }, ...this.#keys.values());
    keys.setAttribute("role", "group");
    keys.setAttribute("aria-label", t("drawer.speed.label"));
    this.append(
      screen,
      el("div", { class: "cue-controls" }, this.#other, keys),
      el("div", { class: "cue-controls" }, this.#speed, this.#slider),
    );
    jogOn(screen);
  }

  protected follow(): void {
    cue.showOn(this.#surface);
    this.undo(() => cue.showOn(null));
    this.effect(() => this.#showCue());
    this.effect(() => this.#showDriven());
  }

  #showCue(): void {
    const [player, position, hole] = [cue.player.value, cue.position.value, cue.hole.value];
    this.toggleAttribute("data-cued", player !== null);
    setText(this.#number, position?.camera == null ? "" : String(position.camera));
    setText(this.#time, position ? tenths(position.at) : "");
    setText(this.#state, player?.speed === 0 ? t("drawer.paused") : "");
    this.#empty.hidden = player !== null && hole === null;
    this.#empty.classList.toggle("is-hole", hole !== null);
    if (hole) {
      setText(this.#emptyTitle, t("drawer.hole", { seconds: ((hole.to - hole.from) / 1000).toFixed(1) }));
      this.#emptyHelp.replaceChildren();
    } else if (player === null) {
      const seconds = Math.round((settings.value?.replay_length ?? 0) / 1000);
      setText(this.#emptyTitle, t("drawer.empty"));
      const caps = el("kbd", {}, `${t("key.shift")} V`);
      this.#emptyHelp.replaceChildren(caps, ` ${t("drawer.empty.help", { seconds })}`);
    }
  }

  #showDriven(): void {
    const player = driven.value;
    const speed = player?.speed ?? 100;
    this.dataset.drives = player?.on ?? "nothing";
    setText(this.#otherText, t(player?.on === "program" ? "drawer.program" : "drawer.cue"));
    this.#other.disabled = cue.player.value === null || programPlayer.value === null;
    setText(this.#speed, t("drawer.speed", { speed }));
    for (const [its, key] of this.#keys) key.setAttribute("aria-pressed", String(player !== null && its === speed));
    for (const control of [...this.#keys.values(), this.#slider]) control.disabled = player === null;
    const shown = String(Math.max(0, Math.min(100, speed)));
    if (this.#slider.value !== shown) this.#slider.value = shown;
    this.#slider.setAttribute("aria-valuetext", t("drawer.speed", { speed }));
  }
}
customElements.define("regie-cue-monitor", CueMonitor);

/** A moment's time of day with its tenth of a second. */
function tenths(at: number): string {
  const time = timeOf(at);
  return `${timeOfDay(time)}.${Math.floor(time.getMilliseconds() / 100)}`;
}
