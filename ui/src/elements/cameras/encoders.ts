import { t } from "../../i18n/language";
import type { Join } from "../../protocol/Join";
import { join } from "../../store/desk";
import { take } from "../copy";
import { el, RegieElement, setText } from "../element";

/** The camera that an encoder becomes until somebody gives another id: the same one each time it connects. */
const CAMERA = "obs";

/**
 * The way in for OBS, FFmpeg and whatever else speaks WHIP. Folded away, since most cameras are phones; the token goes
 * from the desk to the clipboard and is never on the screen that the audience may see.
 */
export class Encoders extends RegieElement {
  readonly #address = el("output", { class: "encoders-address", "data-testid": "whip" });
  #token = "";

  protected build(): void {
    const address = el("button", { type: "button", "data-testid": "copy-whip" }, t("encoders.address.copy"));
    const token = el("button", { type: "button", "data-testid": "copy-token" }, t("encoders.token.copy"));
    address.addEventListener("click", () => take(this.#address.textContent ?? "", t("encoders.address.copied")));
    token.addEventListener("click", () => take(this.#token, t("encoders.token.copied")));
    const details = el(
      "details",
      { "data-testid": "encoders" },
      el("summary", {}, t("encoders.title")),
      this.#address,
      el("p", { class: "encoders-copy" }, address, token),
      el("p", { class: "encoders-help" }, t("encoders.help")),
    );
    // Beside the pictures it unfolds below what there is room for.
    details.addEventListener("toggle", () => details.open && this.scrollIntoView({ block: "end" }));
    this.append(details);
  }

  protected follow(): void {
    this.effect(() => join.value && this.#show(join.value));
  }

  #show({ whip, url }: Join): void {
    this.hidden = whip === null;
    setText(this.#address, whip === null ? "" : `${whip}/${CAMERA}`);
    this.#token = new URLSearchParams(url === null ? "" : new URL(url).hash.slice(1)).get("token") ?? "";
  }
}
customElements.define("regie-encoders", Encoders);
