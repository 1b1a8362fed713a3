import { computed } from "@preact/signals-core";
import { t } from "../../i18n/language";
import type { SoundSource } from "../../protocol/SoundSource";
import { heard, replayed } from "../../sound/heard";
import { cameras, programSound } from "../../store/desk";
import { chooseSound, pressed, toggleMute } from "../../store/orders";
import { el, onPress, RegieElement } from "../element";
import { icon } from "../icons";
import { Listen } from "./listen";
import { Meter } from "./meter";

/** Numbers and names: a change of a tally must not close the list under the director's hand. */
const roster = computed(() => JSON.stringify(cameras.value.map(({ number, name }) => [number, name])));

/** The sound of program, on its picture: where it comes from, and whether the audience hears it. */
export class SoundStrip extends RegieElement {
  readonly #source = el("select", { class: "sound-source", "data-testid": "program-sound", title: t("sound.source") });
  readonly #mute = el("button", { class: "sound-mute", type: "button", "data-testid": "mute" });

  protected build(): void {
    this.#source.setAttribute("aria-label", t("sound.source"));
    this.#source.addEventListener("change", () => {
      const camera = Number(this.#source.value);
      chooseSound(camera === 0 ? { kind: "follow" } : { kind: "camera", camera });
      // The next number is a cut again.
      this.#source.blur();
    });
    this.#mute.append(icon("sound"), icon("noSound"), el("kbd", {}, "S"));
    onPress(this.#mute, toggleMute);
    this.append(this.#source, this.#mute, new Listen({ kind: "program" }), new Meter(heard));
  }

  protected follow(): void {
    this.effect(() => {
      const names: [number, string][] = JSON.parse(roster.value);
      this.#source.replaceChildren(
        el("option", { value: 0 }, t("sound.follow")),
        ...names.map(([number, name]) => el("option", { value: number }, t("sound.camera", { number, name }))),
      );
      this.#choose(programSound.peek()?.source);
    });
    this.effect(() => {
      const own = replayed.value;
      const text = own ? (`sound.replay.${own}` as const) : "sound.follow";
      const [follow] = this.#source.options;
      if (follow) follow.textContent = t(text);
    });
    // By itself: a list that is made anew closes under the hand.
    this.effect(() => {
      const source = programSound.value?.source;
      this.#choose(source);
      this.classList.toggle("is-pinned", source?.kind === "camera");
    });
    this.effect(() => {
      const muted = programSound.value?.muted ?? false;
      this.classList.toggle("is-muted", muted);
      this.#mute.setAttribute("aria-pressed", String(muted));
      this.#mute.title = t(muted ? "sound.unmute" : "sound.mute");
    });
    this.effect(() => this.#mute.toggleAttribute("data-pressed", pressed.value.has("mute")));
  }

  #choose(source: SoundSource | undefined): void {
    this.#source.value = source?.kind === "camera" ? String(source.camera) : "0";
  }
}
customElements.define("regie-sound-strip", SoundStrip);
