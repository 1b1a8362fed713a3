import { untracked } from "@preact/signals-core";
import { t } from "../../i18n/language";
import { empty } from "../../store/desk";
import { dismiss, overlay, type Panel, panel } from "../../store/view";
import { CameraPanel } from "../cameras/camera-panel";
import { JoinPanel } from "../cameras/join-panel";
import { ListPanel } from "../cameras/list-panel";
import { el, RegieElement } from "../element";
import { icon } from "../icons";
import { OutputsPanel } from "../outputs/outputs-panel";

/** What is set beside the pictures, which go on; nothing is locked while it is open. */
export class Side extends RegieElement {
  /** What had the focus before a panel took it. */
  #before: HTMLElement | null = null;

  protected build(): void {
    this.dataset.testid = "side";
    this.setAttribute("role", "complementary");
    // Not a field of its own: a number that is typed next is a cut still.
    this.tabIndex = -1;
    this.hidden = true;
  }

  protected follow(): void {
    // Made once for each opening: what was typed stays, whoever comes or goes.
    this.effect(() => {
      const open = panel.value;
      untracked(() => this.#show(open));
    });
    this.effect(() => {
      // The empty desk is the way in: a panel that says the same would come back by itself with the next camera.
      if (empty.value && overlay.peek().kind === "join") untracked(dismiss);
    });
  }

  #show(open: Panel | null): void {
    const had = this.contains(document.activeElement);
    if (open === null) {
      this.hidden = true;
      this.replaceChildren();
      if (had && this.#before?.isConnected) this.#before.focus();
      this.#before = null;
      return;
    }
    if (!had) this.#before = focused();
    const [title, content] = contentOf(open);
    this.hidden = false;
    this.setAttribute("aria-label", title);
    this.replaceChildren(head(title), content);
    this.focus({ preventScroll: true });
  }
}
customElements.define("regie-side", Side);

function focused(): HTMLElement | null {
  const { activeElement, body } = document;
  return activeElement instanceof HTMLElement && activeElement !== body ? activeElement : null;
}

function contentOf(open: Panel): [string, HTMLElement] {
  switch (open.kind) {
    case "join":
      return [t("join.title"), new JoinPanel("small")];
    case "outputs":
      return [t("outputs.title"), new OutputsPanel()];
    case "list":
      return [t("list.title"), new ListPanel()];
    case "camera":
      return [t("camera.title", { number: open.camera }), new CameraPanel(open.camera)];
  }
}

function head(title: string): HTMLElement {
  const close = el("button", { class: "chip", type: "button", title: t("close") }, icon("close"));
  close.append(el("kbd", {}, t("key.escape")));
  close.addEventListener("click", () => dismiss());
  return el("header", {}, el("h2", {}, title), close);
}
