import { t } from "../../i18n/language";
import { remaining } from "../../i18n/time";
import { toggleDrawer } from "../../keys/act";
import { programPlayer } from "../../store/players";
import { liveIn } from "../../store/playlists";
import { el, onPress, RegieElement, setText } from "../element";

/** What is replayed on program, said without opening anything: how fast, whether it stands, when program is live again. */
export class ReplayChip extends RegieElement {
  readonly #what = el("strong");
  readonly #how = el("span");
  readonly #until = el("span", { class: "replay-chip-until" });

  protected build(): void {
    this.dataset.testid = "replay-chip";
    const chip = el("button", { class: "chip replay-chip", type: "button" }, this.#what, this.#how, this.#until);
    chip.title = t("drawer.open");
    onPress(chip, toggleDrawer);
    chip.addEventListener("mousedown", (event) => event.preventDefault());
    this.append(chip);
  }

  protected follow(): void {
    this.effect(() => {
      const player = programPlayer.value;
      this.hidden = player === null;
      if (!player) return;
      const left = liveIn.value;
      setText(this.#what, t(player.playing ? "onair.playlist" : "onair.replay"));
      setText(this.#how, player.speed === 0 ? t("onair.paused") : t("drawer.speed", { speed: player.speed }));
      const loops = left === null && player.speed > 0;
      setText(this.#until, left !== null ? t("onair.live", { time: remaining(left) }) : loops ? t("onair.loops") : "");
    });
  }
}
customElements.define("regie-replay-chip", ReplayChip);
