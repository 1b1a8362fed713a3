import { t } from "../../i18n/language";
import type { Join } from "../../protocol/Join";
import { join } from "../../store/desk";
import { chooseAddress } from "../../store/orders";
import { el, RegieElement, setText } from "../element";
import { icon } from "../icons";
import { Encoders } from "./encoders";

/** The way in: the QR code, three words of help, and which network the phones are on. */
export class JoinPanel extends RegieElement {
  readonly #qr = el("img", { class: "join-qr", "data-testid": "qr", alt: t("join.qr") });
  readonly #noNetwork = el("div", { class: "join-none" });
  readonly #steps = el("ol", { class: "join-steps" });
  readonly #url = el("p", { class: "join-url" });
  readonly #addresses = el("fieldset", { class: "join-addresses", "data-testid": "address" });
  #shown = "";

  constructor(size: "large" | "small") {
    super();
    this.className = size;
  }

  protected build(): void {
    this.#noNetwork.append(
      icon("noNetwork"),
      el("strong", {}, t("join.noNetwork")),
      el("p", {}, t("join.noNetwork.help")),
    );
    this.#steps.append(
      step(t("join.scan"), el("p", {}, t("join.scan.help"))),
      step(
        t("join.accept"),
        el("p", {}, t("join.accept.help")),
        hint("iPhone", t("join.accept.iphone")),
        hint("Android", t("join.accept.android")),
      ),
      step(t("join.film"), el("p", {}, t("join.film.help"))),
    );
    this.append(
      el("div", { class: "join-code" }, this.#qr, this.#noNetwork),
      el("div", { class: "join-words" }, this.#steps, this.#addresses, this.#url, new Encoders()),
    );
  }

  protected follow(): void {
    this.effect(() => join.value && this.#show(join.value));
  }

  #show({ addresses, address, url, qr_svg }: Join): void {
    this.#qr.hidden = qr_svg === null;
    this.#noNetwork.hidden = qr_svg !== null;
    if (qr_svg !== null) this.#qr.src = `data:image/svg+xml,${encodeURIComponent(qr_svg)}`;
    // Without its fragment: the crew's secret is in the code, and is nobody's to read aloud.
    setText(this.#url, url?.split("#")[0] ?? "");
    this.#showAddresses(addresses, address);
  }

  #showAddresses(addresses: Join["addresses"], address: Join["address"]): void {
    // Not under the hand that chooses, when only the code is another one.
    const shown = JSON.stringify([addresses, address]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#addresses.hidden = addresses.length < 2;
    const focused =
      this.#addresses.contains(document.activeElement) && (document.activeElement as HTMLInputElement).value;
    this.#addresses.replaceChildren(
      el("legend", {}, t("join.address")),
      ...addresses.map((one) => {
        const input = el("input", { type: "radio", name: `address-${this.className}`, value: one.address });
        input.checked = one.address === address;
        input.addEventListener("change", () => chooseAddress(one.address));
        return el("label", {}, input, el("span", {}, one.address), el("small", {}, one.interface));
      }),
    );
    if (focused) this.#addresses.querySelector<HTMLInputElement>(`input[value="${CSS.escape(focused)}"]`)?.focus();
  }
}
customElements.define("regie-join-panel", JoinPanel);

function step(word: string, ...help: HTMLElement[]): HTMLElement {
  return el("li", {}, el("strong", {}, word), ...help);
}

function hint(phone: string, way: string): HTMLElement {
  return el("p", { class: "join-hint" }, el("b", {}, phone), ` ${way}`);
}
