import { t } from "../../i18n/language";
import { elapsed } from "../../i18n/time";
import type { Link } from "../../protocol/Link";
import { now } from "../../store/clock";
import { links } from "../../store/desk";
import { disconnect } from "../../store/orders";
import { el, RegieElement, setText } from "../element";
import { icon } from "../icons";

/** One link to another server: how it is doing, since when, and what went wrong. */
export class LinkRow extends RegieElement {
  readonly #id: number;
  readonly #state = el("strong", { class: "link-state" });
  readonly #url = el("span", { class: "link-url" });
  readonly #problem = el("span", { class: "link-problem" });

  constructor(id: number) {
    super();
    this.#id = id;
  }

  protected build(): void {
    this.dataset.testid = "link";
    const end = el("button", { class: "tool", type: "button", "data-testid": "link-remove", title: t("link.remove") });
    end.append(icon("close"));
    end.addEventListener("click", () => disconnect(this.#id));
    this.append(el("div", { class: "link-words" }, this.#url, this.#state, this.#problem), end);
  }

  protected follow(): void {
    this.effect(() => {
      const link = links.value.find(({ id }) => id === this.#id);
      if (link) this.#show(link);
    });
  }

  #show({ url, state, since, problem }: Link): void {
    this.dataset.state = state;
    setText(this.#url, url);
    this.#url.title = url;
    setText(this.#state, t(`link.${state}`, { time: elapsed(now.value - since) }));
    // What went wrong before it was well is of no use any more.
    setText(this.#problem, state === "live" ? "" : (problem ?? ""));
  }
}
customElements.define("regie-link-row", LinkRow);
