import { t } from "../../i18n/language";
import { replayLeft } from "../../monitor/angle";
import { now } from "../../store/clock";
import { onAir, replay, settings } from "../../store/desk";
import { backToLive, pressed, startReplay } from "../../store/orders";
import { AlarmBar } from "../alarms/alarm";
import { el, onPress, RegieElement, setText } from "../element";
import { HoldKey } from "../hold/hold-key";
import { MomentKey } from "../recording/moment-key";
import { RecordKey } from "../recording/record-key";
import { Timeline } from "../replay/timeline";

/** The few large keys, and what was on program. */
export class Footer extends RegieElement {
  readonly #replay = el("button", { class: "key key-large key-replay", type: "button", "data-testid": "replay" });
  readonly #replayText = el("span");
  readonly #replayDone = el("span", { class: "key-progress" });
  readonly #live = el("button", { class: "key key-large key-live", type: "button", "data-testid": "live" });

  protected build(): void {
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", t("footer.label"));
    this.#replay.append(this.#replayDone, this.#replayText, el("kbd", {}, "R"));
    this.#live.append(
      el("span", {}, t("footer.live")),
      el("span", { class: "kbds" }, el("kbd", {}, "L"), el("kbd", {}, t("key.escape"))),
    );
    onPress(this.#replay, startReplay);
    onPress(this.#live, backToLive);
    const line = el("div", { class: "footer-line" }, new Timeline(), new AlarmBar());
    this.append(
      this.#replay,
      this.#live,
      new HoldKey(),
      line,
      new MomentKey("mark"),
      new MomentKey("clip"),
      new RecordKey(),
    );
  }

  protected follow(): void {
    this.effect(() => {
      const seconds = Math.round((settings.value?.replay_length ?? 0) / 1000);
      setText(this.#replayText, t("footer.replay", { seconds }));
    });
    this.effect(() => {
      const playing = replay.value;
      const done = playing ? 1 - replayLeft(playing, now.value) / playing.duration : 0;
      this.#replayDone.style.transform = `scaleX(${Math.min(1, Math.max(0, done))})`;
    });
    this.effect(() => this.toggleAttribute("data-replaying", onAir.value?.source.kind === "replay"));
    this.effect(() => {
      this.#replay.toggleAttribute("data-pressed", pressed.value.has("replay"));
      this.#live.toggleAttribute("data-pressed", pressed.value.has("live"));
    });
  }
}
customElements.define("regie-footer", Footer);
