import { t } from "../../i18n/language";
import { length } from "../../i18n/length";
import { remaining } from "../../i18n/time";
import { changePlaylist, makePlaylist, playPlaylist, removePlaylist } from "../../store/clip-orders";
import { clipsById } from "../../store/clips";
import { chosenPlaylist, liveIn, playing, playlist, playlists, totalLength } from "../../store/playlists";
import { el, onPress, RegieElement, setText } from "../element";
import { icon } from "../icons";
import { RowQuestion } from "./row-question";
import { tool } from "./tool";
import { WordField } from "./word-field";

/** The most characters of a playlist's name. */
const LONGEST = 80;

/** Which playlist is seen, its name and its end; how long it is, whether it loops, and when program is live again. */
export class PlaylistHead extends RegieElement {
  readonly #choice = el("select", { "data-testid": "playlist", title: t("playlist.choose") });
  readonly #field = new WordField(t("playlist.rename"), LONGEST);
  readonly #question = new RowQuestion();
  readonly #tools = el("div", { class: "list-tools" });
  readonly #total = el("span", { class: "playlist-total", "data-testid": "playlist-total" });
  readonly #live = el("strong", { class: "playlist-live", role: "timer", "data-testid": "live-in" });
  readonly #loop = el("button", { class: "chip", type: "button", "data-testid": "playlist-loop" });
  readonly #play = el("button", { class: "chip", type: "button", "data-testid": "playlist-play" });

  protected build(): void {
    this.#choice.setAttribute("aria-label", t("playlist.choose"));
    this.#choice.addEventListener("change", () => {
      chosenPlaylist.value = Number(this.#choice.value);
    });
    this.#tools.append(
      tool("plus", t("playlist.new"), "playlist-new", makePlaylist),
      tool("pencil", t("playlist.rename"), "playlist-rename", () => this.#rename()),
      tool("trash", t("playlist.remove"), "playlist-remove", () => this.#remove()),
    );
    this.#loop.append(icon("loop"), el("span", {}, t("playlist.loop")));
    this.#loop.title = t("playlist.loop.help");
    this.#loop.addEventListener("click", () => {
      const list = playlist.peek();
      if (list) changePlaylist(list, ({ loops }) => ({ loops: !loops }));
    });
    this.#play.append(icon("play"), t("playlist.play"));
    onPress(this.#play, () => {
      const list = playlist.peek();
      if (list) playPlaylist(list.id, 0);
    });
    this.append(
      el("div", { class: "list-head" }, this.#choice, this.#tools, this.#field, this.#question),
      el("div", { class: "list-head" }, this.#total, this.#live, this.#loop, this.#play),
    );
  }

  protected follow(): void {
    this.effect(() => {
      const all = playlists.value;
      this.#choice.replaceChildren(...all.map(({ id, name }) => el("option", { value: id }, name)));
      this.#choice.value = String(playlist.value?.id ?? "");
      this.#choice.disabled = all.length === 0;
    });
    this.effect(() => {
      const list = playlist.value;
      for (const key of this.#tools.querySelectorAll("button")) key.disabled = !list && key !== this.#tools.firstChild;
      this.#loop.hidden = !list;
      this.#play.hidden = !list || playing.value !== null;
      this.#loop.setAttribute("aria-pressed", String(list?.loops ?? false));
      this.#play.disabled = list?.entries.length === 0;
      setText(this.#total, list ? length(totalLength(list, clipsById.value)) : "");
    });
    this.effect(() => this.#count());
  }

  #count(): void {
    const [left, on] = [liveIn.value, playing.value];
    this.classList.toggle("is-playing", on !== null);
    this.#live.hidden = on === null;
    setText(this.#live, left === null ? t("playlist.loops") : t("playlist.live", { time: remaining(left) }));
  }

  #rename(): void {
    const list = playlist.peek();
    if (list) this.#field.open(list.name, (name) => changePlaylist(list, () => ({ name })));
  }

  #remove(): void {
    const list = playlist.peek();
    if (list) this.#question.ask(t("playlist.remove.ask", { name: list.name }), () => removePlaylist(list.id));
  }
}
customElements.define("regie-playlist-head", PlaylistHead);
