import { computed, effect, signal } from "@preact/signals-core";
import type { Host } from "../host/host";
import { t } from "../i18n/language";
import { desk, state } from "../store/desk";
import { speak } from "../store/orders";
import { notify } from "../store/view";
import { hindranceOf, Microphone } from "./microphone";

/** How long the microphone stays open behind the last word, in milliseconds: the next one begins at once. */
const OPEN = 120_000;

/** A microphone that is not open so soon, in milliseconds, is one that the director is asked for. */
const SOON = 500;

/** A key that is held: to which camera, null for all. */
interface Held {
  readonly camera: number | null;
}

/**
 * The director's voice, on its way to the phones: it goes while a key is held, and no longer. Whose it is and where it
 * goes the engine says; what is not this desk's turn it drops.
 */
export class Talk {
  /** The key is held, and the microphone is on its way or the director has not been asked for it yet. */
  readonly opening = signal(false);
  /** The loudest sample of late, from 0 to 1; 0 while nobody speaks. */
  readonly level = signal(0);
  /** Whether this page can have a microphone at all. */
  readonly unable = signal(!Microphone.isPossible);

  #host: Pick<Host, "voiceUrl"> | null = null;
  #microphone: Microphone | null = null;
  #held: Held | null = null;
  #closing = 0;

  /** Says where the voice goes. */
  start(host: Pick<Host, "voiceUrl">): void {
    this.#host = host;
    // An engine that was restarted knows this desk by another number: whoever spoke presses again.
    effect(() => {
      void desk.value;
      this.end();
    });
  }

  /** A key is pressed: speaks to a camera, or to all. */
  begin(camera: number | null): void {
    if (this.unable.peek()) {
      notify(t("talk.unable"));
      return;
    }
    if (this.#held && this.#held.camera === camera) return;
    this.#held = { camera };
    // Whoever holds it when the microphone is there speaks.
    if (!this.opening.peek()) void this.#speak();
  }

  /** The key is let go of: silence at once. */
  end(): void {
    if (!this.#held) return;
    this.#held = null;
    this.level.value = 0;
    if (!this.#microphone) return;
    this.#microphone.speak(null);
    void speak(false, null);
    this.#closing = window.setTimeout(() => this.#close(), OPEN);
  }

  async #speak(): Promise<void> {
    const [host, id] = [this.#host, desk.peek()];
    if (!host || id === null) return this.end();
    window.clearTimeout(this.#closing);
    const url = await host.voiceUrl(id);
    if (!this.#microphone) {
      if (!(await this.#open(url))) return;
      // It was let go of meanwhile, as most are when the browser asks.
      if (!this.#held) notify(t("talk.ready"), "done");
    }
    const held = this.#held;
    if (!held) return;
    // Sound goes at once: what comes before the engine's word is dropped there, and no word waits for it.
    this.#microphone?.speak(url);
    if (!(await speak(true, held.camera)) && this.#held === held) this.end();
  }

  async #open(url: string): Promise<boolean> {
    this.opening.value = true;
    const asks = window.setTimeout(() => void sayIfAsked(), SOON);
    try {
      this.#microphone = await Microphone.open(url, {
        level: (peak) => {
          if (this.#held) this.level.value = peak;
        },
        ended: () => {
          this.#close();
          notify(t("talk.ended"));
        },
      });
      return true;
    } catch (error) {
      console.warn("no microphone", error);
      this.#held = null;
      notify(t(`talk.${hindranceOf(error)}`));
      return false;
    } finally {
      window.clearTimeout(asks);
      this.opening.value = false;
    }
  }

  #close(): void {
    this.end();
    window.clearTimeout(this.#closing);
    this.#microphone?.close();
    this.#microphone = null;
  }
}

/** Says what the browser asks the director for, where it does. */
async function sayIfAsked(): Promise<void> {
  try {
    const { state } = await navigator.permissions.query({ name: "microphone" as PermissionName });
    if (state === "prompt") notify(t("talk.ask"), "done");
  } catch {
    // One that does not say asks in words of its own.
  }
}

/** Whom this desk speaks to, as the engine has it; null while it does not. */
export const speaking = computed(() => {
  const talk = state.value?.talk ?? null;
  return talk !== null && talk.desk === desk.value ? talk : null;
});

/** Whether another desk speaks. */
export const otherSpeaks = computed(() => (state.value?.talk ?? null) !== null && speaking.value === null);

/** The voice of this desk. */
export const talk = new Talk();
