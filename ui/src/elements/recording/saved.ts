import { openLastShow, opensShows } from "../../host/shows";
import { t } from "../../i18n/language";
import { size } from "../../i18n/size";
import { elapsed } from "../../i18n/time";
import type { FinishedShow } from "../../protocol/FinishedShow";
import { lastShow, recording } from "../../store/desk";
import { putAway } from "../../store/view";
import { take } from "../copy";
import { el, RegieElement, setText } from "../element";
import { icon } from "../icons";

/** The show that was saved last, in the header where the recording was: how much it is and where, until it is put away. */
export class Saved extends RegieElement {
  readonly #words = el("strong");
  readonly #path = el("bdi", { dir: "ltr", "data-testid": "saved-path" });

  protected build(): void {
    this.dataset.testid = "saved";
    this.setAttribute("role", "status");
    const copyPath = el(
      "button",
      { class: "chip", type: "button", "data-testid": "saved-copy", title: t("saved.copy") },
      icon("copy"),
    );
    copyPath.addEventListener("click", () => void take(this.#path.textContent ?? "", t("saved.copied")));
    const open = el(
      "button",
      { class: "chip", type: "button", "data-testid": "saved-open", title: t("saved.open") },
      icon("folder"),
    );
    open.addEventListener("click", () => void openLastShow());
    open.hidden = !opensShows;
    const close = el("button", { class: "chip", type: "button", title: t("close") }, icon("close"));
    close.addEventListener("click", () => {
      const show = lastShow.peek();
      putAway.value = show?.path ?? null;
    });
    this.append(
      el("div", { class: "saved-words" }, this.#words, el("span", { class: "saved-path" }, this.#path)),
      copyPath,
      open,
      close,
    );
  }

  protected follow(): void {
    this.effect(() => {
      const show = lastShow.value;
      this.hidden = show === null || recording.value !== null || putAway.value === show.path;
      if (show) this.#show(show);
    });
  }

  #show({ path, files, bytes, duration }: FinishedShow): void {
    setText(this.#words, t("saved", { files, size: size(bytes), time: elapsed(duration) }));
    setText(this.#path, path);
    this.title = path;
  }
}
customElements.define("regie-saved", Saved);
