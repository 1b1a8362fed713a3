import { t } from "../../i18n/language";
import { onAir, settings } from "../../store/desk";
import { backToLive, pressed, startReplay } from "../../store/orders";
import { position } from "../../store/replay";
import { el, onPress, RegieElement, setText } from "../element";

/** The key that replays the last seconds, which fills up as it plays, and the one that leads back to live. */
export class ReplayKeys extends RegieElement {
  readonly #replay = el("button", { class: "key key-large key-replay", type: "button", "data-testid": "replay" });
  readonly #text = el("span");
  readonly #done = el("span", { class: "key-progress" });
  readonly #live = el("button", { class: "key key-large key-live", type: "button", "data-testid": "live" });

  protected build(): void {
    this.#replay.append(this.#done, this.#text, el("kbd", {}, "R"));
    this.#live.append(
      el("span", {}, t("footer.live")),
      el("span", { class: "kbds" }, el("kbd", {}, "L"), el("kbd", {}, t("key.escape"))),
    );
    onPress(this.#replay, startReplay);
    onPress(this.#live, backToLive);
    this.append(this.#replay, this.#live);
  }

  protected follow(): void {
    this.effect(() => {
      const seconds = Math.round((settings.value?.replay_length ?? 0) / 1000);
      setText(this.#text, t("footer.replay", { seconds }));
    });
    this.effect(() => {
      this.#done.style.transform = `scaleX(${position.value?.share ?? 0})`;
    });
    this.effect(() => this.toggleAttribute("data-replaying", onAir.value?.source.kind === "replay"));
    this.effect(() => {
      this.#replay.toggleAttribute("data-pressed", pressed.value.has("replay"));
      this.#live.toggleAttribute("data-pressed", pressed.value.has("live"));
    });
  }
}
customElements.define("regie-replay-keys", ReplayKeys);
