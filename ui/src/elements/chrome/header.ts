import { t } from "../../i18n/language";
import { timeOfDay } from "../../i18n/time";
import { toggleFullscreen } from "../../keys/fullscreen";
import { alarms } from "../../store/alarms";
import { wall } from "../../store/clock";
import { cameras, empty, join, links, outside, programDelay } from "../../store/desk";
import { screen } from "../../store/screen";
import { overlay, toggleOverlay } from "../../store/view";
import { AlarmChip } from "../alarms/alarm-chip";
import { FallbackChip } from "../alarms/fallback-chip";
import { el, RegieElement, setText } from "../element";
import { icon } from "../icons";
import { Recorder } from "../recording/recorder";
import { Saved } from "../recording/saved";
import { ReplayChip } from "../replay/replay-chip";
import { TalkKey } from "../talk/talk-key";

/** A delay of the second screen that is told without a question, in milliseconds: it is seen in the room. */
const WORTH_SAYING = 500;

/** The thin line at the top: name, time of day, cameras, address, and the way in. */
export class Header extends RegieElement {
  readonly #clock = el("time", { class: "header-clock" });
  readonly #count = el("span", { class: "header-count" });
  readonly #address = el("button", { class: "chip header-address", type: "button", title: t("header.address") });
  readonly #addressText = el("span");
  readonly #outputs = el("button", { class: "chip header-outputs", type: "button", "data-testid": "outputs" });
  readonly #behind = el("span", { class: "header-behind", "data-testid": "behind" });
  readonly #viewers = el("span", { class: "header-viewers" });
  readonly #join = el("button", { class: "chip header-join", type: "button", "data-testid": "join" });

  protected build(): void {
    this.setAttribute("role", "banner");
    this.#address.append(icon("network"), icon("noNetwork"), this.#addressText);
    this.#address.addEventListener("click", () => toggleOverlay("join"));
    this.#join.append(icon("qrCode"), el("span", { class: "header-word" }, t("header.join")), el("kbd", {}, "Q"));
    this.#join.title = t("join.title");
    this.#join.addEventListener("click", () => toggleOverlay("join"));
    const keys = el("button", { class: "chip", type: "button", title: t("header.keys") }, icon("keyboard"));
    keys.append(el("kbd", {}, "?"));
    keys.addEventListener("click", () => toggleOverlay("keys"));
    this.#outputs.append(
      icon("outputs"),
      el("span", { class: "header-word" }, t("header.outputs")),
      this.#viewers,
      this.#behind,
      el("kbd", {}, "O"),
    );
    this.#outputs.addEventListener("click", () => toggleOverlay("outputs"));
    this.append(
      el(
        "div",
        { class: "header-side" },
        el("h1", { class: "header-name" }, "RÉGIE"),
        this.#count,
        new Recorder(),
        new Saved(),
        new ReplayChip(),
        new AlarmChip(),
        new FallbackChip(),
      ),
      this.#clock,
      el(
        "div",
        { class: "header-side header-end" },
        new TalkKey(),
        this.#address,
        ...this.#fullscreen(),
        keys,
        this.#outputs,
        this.#join,
      ),
    );
  }

  protected follow(): void {
    this.effect(() => setText(this.#clock, timeOfDay(wall.value)));
    this.effect(() => this.#showCount());
    this.effect(() => {
      const address = join.value?.address ?? null;
      setText(this.#addressText, address ?? t("header.noNetwork"));
      this.#address.classList.toggle("is-missing", address === null);
      this.#address.hidden = join.value === null;
    });
    this.effect(() => this.#outputs.setAttribute("aria-expanded", String(overlay.value.kind === "outputs")));
    this.effect(() => {
      // A codec that a server has not taken is no alarm: it may come and go with each cut.
      const frozen = links.value.some(({ state }) => state === "frozen");
      const trouble = frozen || alarms.value.some(({ wrong }) => wrong.kind === "link" || wrong.kind === "screen");
      const live = links.value.some(({ kind, state }) => kind === "push" && state === "live");
      const { viewers } = outside.value;
      this.#outputs.classList.toggle("is-trouble", trouble);
      this.#outputs.classList.toggle("is-on", live || viewers > 0 || screen.value.on !== null);
      setText(this.#viewers, viewers > 0 ? String(viewers) : "");
      const audience =
        viewers === 0
          ? t("header.outputs.viewers.none")
          : viewers === 1
            ? t("header.outputs.viewers.one")
            : t("header.outputs.viewers", { viewers });
      this.#outputs.title = trouble ? t("header.outputs.trouble") : audience;
    });
    this.effect(() => {
      const delay = Math.round((programDelay.value ?? 0) / 100) * 100;
      this.#behind.hidden = screen.value.on === null || delay <= WORTH_SAYING;
      setText(this.#behind, t("header.outputs.behind", { delay }));
      this.#behind.title = t("header.outputs.behind.help", { delay });
    });
    this.effect(() => this.#join.setAttribute("aria-expanded", String(overlay.value.kind === "join" && !empty.value)));
  }

  #showCount(): void {
    const count = cameras.value.length;
    const live = cameras.value.filter(({ state }) => state === "live").length;
    const key = count === 0 ? "header.cameras.none" : count === 1 ? "header.cameras.one" : "header.cameras";
    setText(this.#count, t(live < count ? "header.cameras.some" : key, { count, live }));
    this.#count.classList.toggle(
      "is-short",
      cameras.value.some(({ state }) => state === "lost"),
    );
  }

  #fullscreen(): HTMLElement[] {
    if (!document.fullscreenEnabled) return [];
    const button = el("button", { class: "chip", type: "button", title: t("header.fullscreen") }, icon("maximize"));
    button.append(el("kbd", {}, "F"));
    button.addEventListener("click", toggleFullscreen);
    return [button];
  }
}
customElements.define("regie-header", Header);
