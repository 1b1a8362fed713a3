import { t } from "../../i18n/language";
import { minutesLeft, size } from "../../i18n/size";
import type { SpoolLimits } from "../../protocol/SpoolLimits";
import { chooseSpool } from "../../store/clip-orders";
import { archive } from "../../store/clips";
import { el, RegieElement, setText } from "../element";

/** The times that are offered, in minutes. */
const MINUTES: readonly number[] = [10, 30, 60, 120, 240];
/** The room that is offered, in megabytes: the smallest is an hour of one camera at 10 Mbit/s and less. */
const MEGABYTES: readonly number[] = [5_000, 10_000, 20_000, 50_000, 100_000, 200_000];
/** The room at first: an hour of eight cameras at 4 Mbit/s is 14 GB. */
const FIRST_ROOM = 20_000;

/** What of the cameras is kept on the disk while nothing is recorded, so that it can be replayed. */
export class SpoolPanel extends RegieElement {
  readonly #minutes = el("select", { "data-testid": "spool-minutes" });
  readonly #room = el("select", { "data-testid": "spool-room" });
  readonly #roomLabel = el("label", {}, el("span", {}, t("spool.room")), this.#room);
  readonly #help = el("output", { class: "section-status", "data-testid": "spool-bytes" });

  protected build(): void {
    this.className = "section";
    for (const select of [this.#minutes, this.#room]) select.addEventListener("change", () => this.#choose());
    const choices = el("div", { class: "spool-choices" });
    choices.append(el("label", {}, el("span", {}, t("spool.minutes")), this.#minutes), this.#roomLabel);
    this.append(el("h3", {}, t("spool.title")), choices, this.#help);
  }

  protected follow(): void {
    this.effect(() => {
      const { spool, spool_bytes: bytes } = archive.value ?? { spool: null, spool_bytes: 0 };
      this.#show(spool);
      setText(this.#help, spool ? t("spool.on.help", { size: size(bytes) }) : t("spool.off.help"));
    });
  }

  #show(spool: SpoolLimits | null): void {
    offer(this.#minutes, [0, ...MINUTES], spool?.minutes ?? 0, (minutes) => {
      return minutes === 0 ? t("spool.off") : minutesLeft(minutes);
    });
    offer(this.#room, MEGABYTES, spool?.megabytes ?? FIRST_ROOM, (megabytes) => size(megabytes * 1e6));
    this.#roomLabel.hidden = spool === null;
  }

  #choose(): void {
    const [minutes, megabytes] = [Number(this.#minutes.value), Number(this.#room.value)];
    chooseSpool(minutes === 0 ? null : { minutes, megabytes });
  }
}
customElements.define("regie-spool-panel", SpoolPanel);

/** What is offered, and what is chosen, which a program may have chosen that offers more. */
function offer(
  select: HTMLSelectElement,
  all: readonly number[],
  chosen: number,
  name: (value: number) => string,
): void {
  const values = [...new Set([...all, chosen])].sort((a, b) => a - b);
  if (select.childElementCount !== values.length || select.dataset.chosen !== String(chosen)) {
    select.replaceChildren(...values.map((value) => el("option", { value }, name(value))));
    select.dataset.chosen = String(chosen);
  }
  select.value = String(chosen);
}
