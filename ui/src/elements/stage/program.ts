import { computed, untracked } from "@preact/signals-core";
import { t } from "../../i18n/language";
import { length } from "../../i18n/length";
import { elapsed, remaining } from "../../i18n/time";
import { audienceView } from "../../monitor/audience-view";
import { monitors } from "../../monitor/monitors";
import { Surface } from "../../monitor/surface";
import { now } from "../../store/clock";
import { cameras, onAir, programSound, replay, selected } from "../../store/desk";
import { programPlayer } from "../../store/players";
import { liveIn } from "../../store/playlists";
import { angleAt, position } from "../../store/replay";
import { el, onPress, RegieElement, setText } from "../element";
import { HoldSlate } from "../hold/hold-slate";
import { icon } from "../icons";
import { SoundStrip } from "../sound/sound-strip";

/** The big monitor: what the audience sees, with its tally. Nothing is ever drawn into the picture's own pixels. */
export class Program extends RegieElement {
  readonly #canvas = el("canvas", { class: "program-picture", "data-testid": "program", width: 16, height: 9 });
  /** Over the immediate picture, while the director looks at what the audience sees. */
  readonly #audience = el("canvas", {
    class: "program-picture program-audience",
    "data-testid": "audience",
    width: 16,
    height: 9,
  });
  readonly #view = el("button", { class: "badge badge-audience", type: "button", "data-testid": "audience-badge" });
  readonly #behind = el("span", { class: "badge-time" });
  readonly #slate = el("div", { class: "program-slate", "data-testid": "slate" });
  readonly #slateTitle = el("strong");
  readonly #slateHelp = el("span");
  readonly #pgm = el("span", { class: "badge badge-program" }, t("program.pgm"));
  readonly #replay = el("span", { class: "badge badge-replay", "data-testid": "replay-badge" });
  readonly #held = el("span", { class: "badge badge-hold", "data-testid": "hold-badge" }, t("hold.badge"));
  readonly #hold = new HoldSlate();
  readonly #replayLeft = el("span", { class: "badge-time" });
  readonly #replaySpeed = el("span", { class: "badge-speed" });
  readonly #muted = el("div", { class: "program-muted", "data-testid": "muted", role: "status" }, t("sound.muted"));
  readonly #number = el("span", { class: "program-number" });
  readonly #name = el("span", { class: "program-name" });
  readonly #label = el("span", { class: "program-label" }, this.#number, this.#name);

  #late: Surface | null = null;

  protected build(): void {
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", t("program.label"));
    this.#slate.append(el("div", { class: "slate-band" }, icon("warning"), this.#slateTitle), this.#slateHelp);
    this.#replay.append(t("program.replay"), " ", this.#replaySpeed, " ", this.#replayLeft);
    this.#view.append(t("program.audience"), " ", this.#behind, " ", el("kbd", {}, "D"));
    this.#view.title = t("program.audience.leave");
    onPress(this.#view, () => audienceView.leave());
    this.append(
      this.#canvas,
      this.#audience,
      this.#slate,
      this.#hold,
      el("div", { class: "program-badges" }, this.#pgm, this.#replay, this.#held, this.#label),
      this.#view,
      this.#muted,
      new SoundStrip(),
    );
    const surface = new Surface(this.#canvas);
    surface.clear();
    monitors.program.showOn(surface);
    this.#late = new Surface(this.#audience);
  }

  protected follow(): void {
    this.effect(() => this.#showTally());
    this.effect(() => this.#showLabel());
    this.effect(() => this.#showSlate());
    this.effect(() => {
      const view = audienceView.monitors.value;
      this.#view.hidden = view === null;
      if (view && this.#late) untracked(() => view.program.showOn(this.#late as Surface));
    });
    // Until it has a picture of its own, and under every slate, the immediate one is seen.
    this.effect(() => {
      this.#audience.hidden = (audienceView.monitors.value?.program.shown.value ?? null) === null;
    });
    this.effect(() => this.#showBehind());
    this.effect(() => this.#showSpeed());
    this.effect(() => {
      this.#muted.hidden = !programSound.value?.muted;
    });
    this.effect(() => {
      // Of a playlist it is the return to live that counts, not the next clip; a loop has none.
      const left = liveIn.value ?? position.value?.left ?? null;
      setText(this.#replayLeft, left === null ? t("onair.paused") : remaining(left));
    });
  }

  #showSpeed(): void {
    const speed = programPlayer.value?.speed ?? 100;
    setText(this.#replaySpeed, speed === 100 || speed === 0 ? "" : t("drawer.speed", { speed }));
  }

  #showTally(): void {
    const source = onAir.value?.source;
    const replaying = source?.kind === "replay";
    this.dataset.source = source?.kind ?? "slate";
    this.#canvas.dataset.source = source?.kind ?? "slate";
    this.#pgm.hidden = replaying;
    this.#held.hidden = source?.kind !== "hold";
    this.#replay.hidden = !replaying;
  }

  #showBehind(): void {
    // It is measured, and so told at the page's beat.
    now.value;
    const source = audienceView.monitors.value?.onProgram.value;
    const behind = source?.kind === "camera" ? audienceView.behind(source.camera) : null;
    setText(
      this.#behind,
      behind === null ? "" : t("program.audience.behind", { behind: Math.round(behind / 10) * 10 }),
    );
  }

  #showLabel(): void {
    const number = labelled.value;
    const camera = cameras.value.find((one) => one.number === number);
    this.#label.hidden = number === null;
    setText(this.#number, number === null ? "" : String(number));
    setText(this.#name, camera?.name ?? "");
  }

  #showSlate(): void {
    const isHeld = onAir.value?.source.kind === "hold";
    const black = monitors.program.shown.value === null;
    // Until a cut that was pressed here has its picture.
    this.#hold.hidden = !isHeld || !black;
    this.#slate.hidden = isHeld || !black;
    if (this.#slate.hidden) return;
    const hole = monitors.program.hole.value;
    if (hole) {
      setText(this.#slateTitle, t("slate.hole", { length: length(hole.to - hole.from) }));
      setText(this.#slateHelp, "");
      return;
    }
    const [title, help] = slateTexts(onAir.value?.source.kind === "camera");
    setText(this.#slateTitle, title);
    setText(this.#slateHelp, help);
  }
}
customElements.define("regie-program", Program);

/** What is wrong, and what to do; or that a camera's picture is on its way to this desk. */
function slateTexts(isOnAir: boolean): [string, string] {
  const number = selected.value;
  const camera = cameras.value.find((one) => one.number === number);
  if (!camera) return [t("slate.none"), t("slate.none.help")];
  if (isOnAir) return [t("slate.waiting", { number: camera.number }), t("slate.waiting.help")];
  switch (camera.state) {
    case "lost":
      return [
        `${t("slate.lost", { number: camera.number })} ${elapsed(now.value - camera.since)}`,
        t("slate.lost.help"),
      ];
    case "connecting":
      return [t("slate.connecting", { number: camera.number }), t("slate.waiting.help")];
    case "live":
      return [t("slate.waiting", { number: camera.number }), t("slate.waiting.help")];
  }
}

/** The camera on the label: of a replay, the one whose picture is seen. */
const labelled = computed<number | null>(() => {
  const source = onAir.value?.source;
  if (source?.kind === "camera") return source.camera;
  const [shown, playing, time] = [monitors.program.shown.value, replay.value, monitors.program.replayed.value];
  if (source?.kind !== "replay" || !shown) return null;
  // Until a replay's first picture the one before it is seen.
  if (shown.kind === "camera") return shown.camera;
  return playing && time !== null ? angleAt(playing.segments, time) : null;
});
