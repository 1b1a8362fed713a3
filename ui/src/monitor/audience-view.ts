import { computed, signal } from "@preact/signals-core";
import { pageTime } from "../store/clock";
import { Monitors } from "./monitors";

/** Program as the audience sees it, on this desk's big monitor: as far behind, in the same rhythm. Belongs to this page. */
class AudienceView {
  readonly #monitors = signal<Monitors | null>(null);
  #url: () => Promise<string> = () => Promise.reject(new Error("nothing to be seen yet"));

  /** Its pictures while it is on: they are watched once more, so that neither tiles nor immediate program wait for it. */
  readonly monitors = computed(() => this.#monitors.value);

  /** Says where pictures come from. */
  start(url: () => Promise<string>): void {
    this.#url = url;
  }

  /** Shows it, or the immediate program again. */
  toggle(): void {
    if (this.leave()) return;
    const pictures = new Monitors();
    pictures.start(this.#url, "screen");
    this.#monitors.value = pictures;
  }

  /** Goes back to the immediate program. False when that is what is shown. */
  leave(): boolean {
    const pictures = this.#monitors.peek();
    this.#monitors.value = null;
    pictures?.stop();
    return pictures !== null;
  }

  /** How many milliseconds after its capture a camera is shown; null while that is not known. */
  behind(camera: number): number | null {
    const lag = this.#monitors.peek()?.lag(camera) ?? null;
    return lag === null ? null : Math.max(0, lag - pageTime(0));
  }
}

/** What the audience sees, on this desk. */
export const audienceView = new AudienceView();
