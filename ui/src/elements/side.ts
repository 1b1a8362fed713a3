import { t } from "../i18n/language";
import { empty } from "../store/desk";
import { dismiss, type Overlay, overlay } from "../store/view";
import { CameraPanel } from "./camera-panel";
import { el, RegieElement } from "./element";
import { icon } from "./icons";
import { JoinPanel } from "./join-panel";
import { OutputsPanel } from "./outputs-panel";

/** What is set beside the pictures, which go on; nothing is locked while it is open. */
export class Side extends RegieElement {
  protected build(): void {
    this.dataset.testid = "side";
    this.setAttribute("role", "dialog");
  }

  protected follow(): void {
    this.effect(() => {
      const content = contentOf(overlay.value, empty.value);
      this.hidden = content === null;
      if (content === null) return this.replaceChildren();
      const [title, panel] = content;
      this.setAttribute("aria-label", title);
      this.replaceChildren(head(title), panel);
    });
  }
}
customElements.define("regie-side", Side);

function contentOf(open: Overlay, isEmpty: boolean): [string, HTMLElement] | null {
  switch (open.kind) {
    case "join":
      return isEmpty ? null : [t("join.title"), new JoinPanel("small")];
    case "outputs":
      return [t("outputs.title"), new OutputsPanel()];
    case "camera":
      return [t("camera.title", { number: open.camera }), new CameraPanel(open.camera)];
    case "none":
    case "keys":
    case "rename":
      return null;
  }
}

function head(title: string): HTMLElement {
  const close = el("button", { class: "chip", type: "button", title: t("close") }, icon("close"));
  close.append(el("kbd", {}, t("key.escape")));
  close.addEventListener("click", () => dismiss());
  return el("header", {}, el("h2", {}, title), close);
}
