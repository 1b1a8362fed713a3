import { t } from "../../i18n/language";
import { el, RegieElement } from "../element";
import { icon } from "../icons";

/** Why the desk cannot work, over the whole page, with what to do about it. */
export class Trouble extends RegieElement {
  readonly #title = el("h1");
  readonly #help = el("p");
  readonly #command = el("code");

  protected build(): void {
    this.setAttribute("role", "alert");
    this.append(icon("warning"), this.#title, this.#help, this.#command);
  }

  protected follow(): void {}

  /** Shows a trouble; null when all is well. */
  show(kind: TroubleKind | null): void {
    this.hidden = kind === null;
    if (kind === null) return;
    this.#title.textContent = t(`trouble.${kind}`);
    this.#help.textContent = t(`trouble.${kind}.help`);
    this.#command.textContent = kind === "noCodec" ? INSTALL : "";
  }
}
customElements.define("regie-trouble", Trouble);

/** What keeps a desk from working. */
export type TroubleKind = "gone" | "denied" | "noToken" | "forgotten" | "noDecoder" | "noCodec";

const INSTALL = "sudo apt install gstreamer1.0-libav gstreamer1.0-plugins-bad gstreamer1.0-plugins-good";
