import { computed } from "@preact/signals-core";
import { t } from "../../i18n/language";
import { audienceView } from "../../monitor/audience-view";
import type { Playout } from "../../protocol/Playout";
import { cameras, playout, settings } from "../../store/desk";
import { choosePlayout } from "../../store/orders";
import { el, RegieElement, setText } from "../element";

/** One step of the longest delay, in milliseconds. */
const STEP = 50;
/** The longest delay that is offered first, in milliseconds. */
const FIRST = 500;

/** How far behind the second screen may be, and how far it is with each camera. */
export class PlayoutPanel extends RegieElement {
  readonly #choices = el("fieldset", { class: "camera-modes playout-choices", "data-testid": "playout" });
  readonly #bound = el("input", { type: "range", min: 0, step: STEP, "data-testid": "playout-bound" });
  readonly #help = el("output", { class: "section-status" });
  readonly #delays = el("ul", { class: "playout-delays", "data-testid": "playout-delays" });
  readonly #look = el("button", { class: "key", type: "button", "data-testid": "playout-look" }, t("playout.look"));

  protected build(): void {
    this.className = "section";
    this.#choices.setAttribute("aria-label", t("playout.title"));
    for (const kind of ["as_it_comes", "automatic", "up_to"] as const) this.#choices.append(this.#choice(kind));
    this.#bound.setAttribute("aria-label", t("playout.bound"));
    this.#bound.addEventListener("input", () => this.#say(this.#upTo()));
    this.#bound.addEventListener("change", () => choosePlayout(this.#upTo()));
    this.#delays.setAttribute("aria-label", t("playout.cameras"));
    this.#look.append(el("kbd", {}, "D"));
    this.#look.addEventListener("click", () => audienceView.toggle());
    this.append(
      el("h3", {}, t("playout.title")),
      this.#choices,
      this.#help,
      this.#bound,
      this.#delays,
      el("div", { class: "section-keys" }, this.#look),
    );
  }

  protected follow(): void {
    // First: a slider takes no value beyond its end.
    this.effect(() => {
      this.#bound.max = String(settings.value?.playout_delay_limit ?? 0);
    });
    this.effect(() => {
      if (playout.value) this.#show(playout.value);
    });
    this.effect(() => this.#showDelays(JSON.parse(delays.value)));
    this.effect(() => this.#look.setAttribute("aria-pressed", String(audienceView.monitors.value !== null)));
  }

  #choice(kind: Playout["kind"]): HTMLElement {
    const input = el("input", { type: "radio", name: "playout", value: kind });
    input.addEventListener("change", () => choosePlayout(kind === "up_to" ? this.#upTo() : { kind }));
    return el("label", {}, input, el("b", {}, t(`playout.${kind}`)));
  }

  #upTo(): Playout {
    return { kind: "up_to", delay: this.#bound.valueAsNumber };
  }

  #show(now: Playout): void {
    for (const input of this.#choices.querySelectorAll("input")) input.checked = input.value === now.kind;
    this.#bound.hidden = now.kind !== "up_to";
    // Not under the hand that moves it.
    if (document.activeElement !== this.#bound) this.#bound.value = String(now.kind === "up_to" ? now.delay : FIRST);
    this.#say(now);
  }

  #say(playout: Playout): void {
    const delay = playout.kind === "up_to" ? playout.delay : 0;
    setText(this.#help, t(`playout.${playout.kind}.help`, { delay }));
  }

  #showDelays(all: readonly [number, string, number][]): void {
    this.#delays.hidden = all.length === 0;
    this.#delays.replaceChildren(
      ...all.map(([number, name, delay]) =>
        el(
          "li",
          {},
          el("b", {}, String(number)),
          el("span", { class: "playout-name" }, name),
          el("output", {}, t("playout.delay", { delay })),
        ),
      ),
    );
  }
}
customElements.define("regie-playout-panel", PlayoutPanel);

/** Of each camera that is live: its number, its name, and how far behind it is. Nothing else of a camera is shown. */
const delays = computed(() =>
  JSON.stringify(
    playout.value?.kind === "as_it_comes"
      ? []
      : cameras.value
          .filter(({ state }) => state === "live")
          .map(({ number, name, playout_delay }) => [number, name, playout_delay]),
  ),
);
