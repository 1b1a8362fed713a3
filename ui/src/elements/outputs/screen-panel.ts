import type { Display, ScreenState } from "../../host/screens";
import { t } from "../../i18n/language";
import { closeScreen, displayName, openScreen, screen } from "../../store/screen";
import { el, RegieElement, setText } from "../element";

/** The second screen: which display it is on, and the displays to choose from. */
export class ScreenPanel extends RegieElement {
  readonly #status = el("p", { class: "section-status", "data-testid": "screen-status", role: "status" });
  readonly #keys = el("div", { class: "section-keys" });

  protected build(): void {
    this.className = "section";
    this.append(el("h3", {}, t("screen.title"), " ", el("kbd", {}, "P")), this.#status, this.#keys);
  }

  protected follow(): void {
    this.effect(() => this.#show(screen.value));
  }

  #show(state: ScreenState): void {
    this.classList.toggle("is-on", state.on !== null);
    this.classList.toggle("is-trouble", state.lost !== null);
    setText(this.#status, statusOf(state));
    const focused = this.#keys.contains(document.activeElement) && (document.activeElement as HTMLElement).dataset.id;
    this.#keys.replaceChildren(...this.#choices(state));
    if (focused) this.#keys.querySelector<HTMLElement>(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  }

  #choices({ displays, on }: ScreenState): HTMLElement[] {
    const keys = displays.map((display) => {
      const label = [displayName(display), ...notes(display).map((note) => `(${note})`)].join(" ");
      const key = el("button", { class: "key", type: "button", "data-testid": "screen-display" }, label);
      key.dataset.id = display.id;
      key.setAttribute("aria-pressed", String(on?.display?.id === display.id));
      key.addEventListener("click", () => void openScreen(display.id));
      return key;
    });
    if (on) return [...keys, button("close", t("screen.close"), closeScreen)];
    // Where the page may not know the displays, the browser asks when the window is opened.
    return keys.length > 0 ? keys : [button("open", t("screen.open"), () => void openScreen())];
  }
}
customElements.define("regie-screen-panel", ScreenPanel);

function button(name: "open" | "close", text: string, press: () => void): HTMLElement {
  const made = el("button", { class: "key", type: "button", "data-testid": `screen-${name}`, "data-id": name }, text);
  made.addEventListener("click", press);
  return made;
}

function notes({ primary, desk }: Display): string[] {
  return [...(desk ? [t("screen.desk")] : []), ...(primary && !desk ? [t("screen.first")] : [])];
}

function statusOf({ on, lost }: ScreenState): string {
  if (lost) return t("screen.lost", { display: displayName(lost) });
  if (!on) return t("screen.off");
  return on.display ? t("screen.on", { display: displayName(on.display) }) : t("screen.on.unknown");
}
