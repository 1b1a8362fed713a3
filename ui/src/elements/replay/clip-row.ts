import { computed, signal, untracked } from "@preact/signals-core";
import { keptOf } from "../../cue/kept";
import { savesFiles } from "../../host/shows";
import { t } from "../../i18n/language";
import { length } from "../../i18n/length";
import type { Clip } from "../../protocol/Clip";
import { addToPlaylist, describeClip, rateClip, removeClip } from "../../store/clip-orders";
import { archive, clipsById, describe, described, firstCamera, isGone, lengthOf, MOST_STARS } from "../../store/clips";
import { el, RegieElement, setText } from "../element";
import { RowExport } from "./row-export";
import { RowQuestion } from "./row-question";
import { Stars } from "./stars";
import { angleCap, Still } from "./still";
import { tool } from "./tool";
import { WordField } from "./word-field";

/** The most characters of a name with its tags. */
const LONGEST = 400;

/** A clip in the list. Its name and tags are changed where they stand, its stars by a press. */
export class ClipRow extends RegieElement {
  readonly #id: number;
  readonly #still = new Still();
  readonly #name = el("strong", { class: "row-name", dir: "auto" });
  readonly #length = el("span", { class: "row-length" });
  readonly #angle = el("span", { class: "row-angle" });
  readonly #tags = el("span", { class: "clip-tags", dir: "auto" });
  readonly #stars: Stars;
  readonly #words = new WordField(t("clip.describe"), LONGEST);
  readonly #question = new RowQuestion();
  readonly #file = new RowExport();
  /** The stars that were pressed, until they are there: who presses on counts from them. */
  #rated: number | null = null;
  /** How much of it there is, in milliseconds; null until somebody says. */
  readonly #kept = signal<number | null>(null);

  constructor(id: number) {
    super();
    this.#id = id;
    this.#stars = new Stars((stars) => void this.#rate(stars));
  }

  /** What a key does on it. Whether it is one of its keys. */
  key({ key, repeat, altKey }: KeyboardEvent): boolean {
    if (altKey) return false;
    switch (key) {
      case "F2":
      case "n":
      case "N":
        this.#rename();
        return true;
      case "Delete":
      case "Backspace":
        this.#remove();
        return true;
      // The figures are the cameras'.
      case "*":
        this.#withClip(({ stars }) => void this.#rate(((this.#rated ?? stars) + 1) % (MOST_STARS + 1)));
        return true;
      case "+":
      case "=":
        if (!repeat) this.#withClip((clip) => void addToPlaylist(clip));
        return true;
      default:
        return false;
    }
  }

  protected build(): void {
    this.className = "row";
    this.dataset.testid = "clip";
    this.title = t("clip.help");
    this.append(
      this.#still,
      el("div", { class: "row-line" }, this.#name, this.#length),
      el("div", { class: "row-line" }, this.#angle, this.#stars, this.#tags),
      el(
        "div",
        { class: "row-tools" },
        tool("plus", t("clip.add"), "clip-add", () => this.#withClip((clip) => void addToPlaylist(clip))),
        ...(savesFiles ? [tool("download", t("clip.export"), "clip-export", () => this.#save())] : []),
        tool("pencil", t("clip.rename"), "clip-rename", () => this.#rename()),
        tool("trash", t("clip.remove"), "clip-remove", () => this.#remove()),
      ),
      this.#words,
      this.#question,
      this.#file,
    );
  }

  protected follow(): void {
    const clip = computed(() => clipsById.value.get(this.#id) ?? null);
    const begin = computed(() => archive.value?.begin ?? null);
    this.effect(() => clip.value && this.#show(clip.value, begin.value));
    // What its beginning loses as time goes on is known; what else is missing has to be asked for.
    const asked = computed(() => {
      const its = clip.value;
      return its && JSON.stringify([firstCamera(its), Math.max(its.from, begin.value ?? 0), its.to]);
    });
    this.effect(() => {
      if (asked.value !== null) void untracked(() => this.#ask(clip.peek()));
    });
  }

  async #ask(clip: Clip | null): Promise<void> {
    const camera = clip && firstCamera(clip);
    if (!clip || camera === null) return;
    const kept = await keptOf(camera, clip);
    if (kept !== null) this.#kept.value = kept;
  }

  #show(clip: Clip, begin: number | null): void {
    const { name, tags, stars, camera } = clip;
    const kept = isGone(clip, begin) ? 0 : (this.#kept.value ?? lengthOf(clip));
    this.dataset.name = name;
    this.dataset.kept = kept === 0 ? "none" : kept < lengthOf(clip) ? "part" : "all";
    this.#still.show(firstCamera(clip), clip.from);
    setText(this.#name, name);
    setText(this.#length, lengthText(kept, lengthOf(clip)));
    this.#length.title = kept < lengthOf(clip) ? t("clip.gone.help") : "";
    setText(this.#angle, angleCap(camera));
    setText(this.#tags, tags.map((tag) => `#${tag}`).join(" "));
    if (stars === this.#rated) this.#rated = null;
    this.#stars.show(stars);
    const angle = camera === null ? t("clip.program") : t("clip.camera", { number: camera });
    const words = { name, length: this.#length.textContent ?? "", angle, stars, tags: tags.join(", ") };
    this.setAttribute("aria-label", t("clip.label", words));
  }

  #save(): void {
    this.#withClip((clip) => this.#file.open(clip));
  }

  async #rate(stars: number): Promise<void> {
    this.#rated = stars;
    if (!(await rateClip(this.#id, stars))) this.#rated = null;
  }

  #rename(): void {
    this.#withClip((clip) => this.#words.open(describe(clip), (text) => describeClip(this.#id, described(text))));
  }

  #remove(): void {
    this.#question.ask(t("clip.remove.ask"), () => removeClip(this.#id));
  }

  #withClip(act: (clip: Clip) => void): void {
    const clip = clipsById.peek().get(this.#id);
    if (clip) act(clip);
  }
}
customElements.define("regie-clip-row", ClipRow);

function lengthText(kept: number, all: number): string {
  if (kept === 0) return t("clip.gone");
  return kept < all ? t("clip.part", { kept: length(kept), length: length(all) }) : length(all);
}
