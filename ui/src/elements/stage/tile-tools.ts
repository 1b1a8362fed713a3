import { t } from "../../i18n/language";
import { askName, removing, toggleCamera } from "../../store/view";
import { el, RegieElement } from "../element";
import { icon } from "../icons";
import { Listen } from "../sound/listen";
import { TalkTo } from "../talk/talk-to";

/** Where an arrow leads among a tile's tools. */
const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * What can be done with a camera beside cutting to it, over its picture. A tile is one stop of the Tab key: arrows lead
 * from its cut through these and back.
 */
export class TileTools extends RegieElement {
  readonly #number: number;
  readonly #cut: HTMLButtonElement;

  /** Tools of a camera whose tile has this button for the cut. */
  constructor(number: number, cut: HTMLButtonElement) {
    super();
    this.#number = number;
    this.#cut = cut;
  }

  protected build(): void {
    const number = this.#number;
    this.append(
      new Listen({ kind: "camera", camera: number }),
      new TalkTo(number),
      tool("settings", "camera-menu", `${t("tile.settings")} (E)`, () => toggleCamera(number)),
      tool("pencil", "rename", `${t("tile.rename")} (N)`, () => askName(number)),
      tool("trash", "remove", `${t("tile.remove")} (${t("key.delete")})`, () => {
        removing.value = number;
      }),
    );
    for (const button of this.querySelectorAll("button")) button.tabIndex = -1;
  }

  protected follow(): void {
    const listening = new AbortController();
    const onKey = (event: KeyboardEvent) => this.#key(event);
    this.#cut.addEventListener("keydown", onKey, listening);
    this.addEventListener("keydown", onKey, listening);
    this.undo(() => listening.abort());
  }

  #key(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const shown = [...this.querySelectorAll("button")].filter((one) => !one.disabled && one.offsetParent !== null);
    const stops = [this.#cut, ...shown];
    const at = stops.indexOf(document.activeElement as HTMLButtonElement);
    stops[(at + step + stops.length) % stops.length]?.focus();
  }
}
customElements.define("regie-tile-tools", TileTools);

function tool(name: "settings" | "pencil" | "trash", testId: string, label: string, action: () => void): HTMLElement {
  const button = el("button", { class: `tool tool-${name}`, type: "button", "data-testid": testId }, icon(name));
  button.title = label;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", action);
  return button;
}
