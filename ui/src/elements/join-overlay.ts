import { t } from "../i18n/language";
import { empty } from "../store/desk";
import { dismiss, overlay } from "../store/view";
import { el, RegieElement } from "./element";
import { icon } from "./icons";
import { JoinPanel } from "./join-panel";

/** The way in beside the pictures, which go on; nothing is locked while it is open. */
export class JoinOverlay extends RegieElement {
  protected build(): void {
    this.setAttribute("role", "dialog");
    this.setAttribute("aria-label", t("join.title"));
  }

  protected follow(): void {
    this.effect(() => {
      const open = overlay.value.kind === "join" && !empty.value;
      this.hidden = !open;
      this.replaceChildren(...(open ? [this.#head(), new JoinPanel("small")] : []));
    });
  }

  #head(): HTMLElement {
    const close = el("button", { class: "chip", type: "button", title: t("close") }, icon("close"));
    close.append(el("kbd", {}, t("key.escape")));
    close.addEventListener("click", () => dismiss());
    return el("header", {}, el("h2", {}, t("join.title")), close);
  }
}
customElements.define("regie-join-overlay", JoinOverlay);
