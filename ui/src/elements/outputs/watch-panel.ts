import { t } from "../../i18n/language";
import { join, outside, settings } from "../../store/desk";
import { take } from "../copy";
import { el, RegieElement, setText } from "../element";

/** The way to program for everybody in the room: the link, its code, and how many watch. */
export class WatchPanel extends RegieElement {
  readonly #qr = el("img", { class: "watch-qr", "data-testid": "watch-qr", alt: t("watch.qr") });
  readonly #url = el("output", { class: "section-url", "data-testid": "watch-url" });
  readonly #viewers = el("p", { class: "watch-viewers", "data-testid": "viewers" });
  readonly #copies = el("div", { class: "section-keys" });

  protected build(): void {
    this.className = "section";
    this.#copies.append(
      this.#copy("watch-copy", t("watch.copy"), (url) => [url, t("watch.copied")]),
      this.#copy("obs-copy", t("watch.obs"), (url) => [`${url}?obs`, t("watch.obs.copied")]),
    );
    const words = el("div", { class: "watch-words" }, this.#viewers, this.#url, this.#copies);
    this.append(el("h3", {}, t("watch.title")), el("div", { class: "watch" }, this.#qr, words));
  }

  protected follow(): void {
    this.effect(() => {
      const url = join.value?.watch ?? null;
      const code = join.value?.watch_qr_svg ?? null;
      this.#qr.hidden = code === null;
      if (code !== null) this.#qr.src = `data:image/svg+xml,${encodeURIComponent(code)}`;
      setText(this.#url, url ?? t("join.noNetwork"));
      this.#copies.hidden = url === null;
    });
    this.effect(() => {
      const { viewers } = outside.value;
      const limit = settings.value?.viewer_limit ?? 0;
      setText(this.#viewers, t("watch.viewers", { viewers, limit }));
      this.classList.toggle("is-on", viewers > 0);
      this.classList.toggle("is-trouble", limit > 0 && viewers >= limit);
    });
  }

  #copy(testid: string, text: string, of: (url: string) => [string, string]): HTMLElement {
    const key = el("button", { class: "key", type: "button", "data-testid": testid }, text);
    key.addEventListener("click", () => {
      const url = join.peek()?.watch;
      if (url) void take(...of(url));
    });
    return key;
  }
}
customElements.define("regie-watch-panel", WatchPanel);
