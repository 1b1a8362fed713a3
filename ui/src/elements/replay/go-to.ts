import { untracked } from "@preact/signals-core";
import { goTo } from "../../cue/drive";
import { t } from "../../i18n/language";
import { timeOfDay } from "../../i18n/time";
import { sessionNow } from "../../store/clock";
import { state } from "../../store/desk";
import { momentOf } from "../../store/moment";
import { goingTo, notify } from "../../store/view";
import { el, onPress, RegieElement } from "../element";
import { icon } from "../icons";

/** The key and the field for a time of day, to go there. */
export class GoTo extends RegieElement {
  readonly #field = el("input", { class: "go-to", type: "text", inputmode: "numeric", "data-testid": "go-to" });

  readonly #key = el("button", { class: "go-to-key", type: "button", title: t("keys.go") });
  readonly #label = el("label");

  protected build(): void {
    this.#field.setAttribute("aria-label", t("drawer.go.help"));
    this.#field.autocomplete = "off";
    this.#key.append(icon("clock"), el("kbd", {}, "G"));
    onPress(this.#key, () => {
      goingTo.value = true;
    });
    this.#label.append(t("drawer.go"), this.#field, el("kbd", {}, t("key.enter")));
    this.append(this.#key, this.#label);
    this.#field.addEventListener("blur", () => {
      goingTo.value = false;
    });
    this.#field.addEventListener("keydown", (event) => this.#press(event));
  }

  protected follow(): void {
    this.effect(() => {
      const isOpen = goingTo.value;
      untracked(() => this.#show(isOpen));
    });
  }

  #show(isOpen: boolean): void {
    this.#label.hidden = !isOpen;
    if (!isOpen) return;
    this.#field.value = timeOfDay(new Date((state.peek()?.wall ?? 0) + sessionNow()));
    this.#field.focus();
    this.#field.select();
  }

  #press(event: KeyboardEvent): void {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.stopPropagation();
    if (event.key === "Enter") this.#go();
    this.closest<HTMLElement>("regie-drawer")?.focus();
  }

  #go(): void {
    const wall = state.peek()?.wall ?? 0;
    const moment = momentOf(this.#field.value, wall + sessionNow());
    if (moment === null) notify(t("drawer.go.wrong", { typed: this.#field.value }));
    else goTo(moment - wall);
  }
}
customElements.define("regie-go-to", GoTo);
