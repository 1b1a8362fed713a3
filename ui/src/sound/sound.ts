import { effect, signal, untracked } from "@preact/signals-core";
import { pause } from "../backoff";
import { t } from "../i18n/language";
import { audienceView } from "../monitor/audience-view";
import { type Monitors, monitors } from "../monitor/monitors";
import type { Listen } from "../protocol/Listen";
import { pageTime } from "../store/clock";
import { cameras } from "../store/desk";
import { notify } from "../store/view";
import { Chain } from "./chain";
import { replayed } from "./heard";

/** How often the player is told where the picture is, in milliseconds. */
const LOOK = 200;
/** How much one look counts in the mean of the audio clock's place: its readings jitter by some milliseconds. */
const WEIGHT = 0.1;
/** A reading that is off by more than this is a jump of the clock, as after a suspension, in milliseconds. */
const JUMP = 30;
/** A sound that is later than its picture by no more than this is in step, in milliseconds. */
const IN_STEP = 20;
/** The picture waits for its sound for so long at most, in milliseconds: what is later is the director's to know. */
const LONGEST = 120;
/** How long the picture waits is changed by this at least, and so often at most, in milliseconds: it jerks each time. */
const [STEP, PAUSE] = [8, 1_000];

/** A replay's pictures are drawn so long after they are due, in milliseconds: decoding, and half a display frame. */
const REPLAYED = 20;

/** Chains that may fail one after the other, without a sound, before the director is told: some seconds of trying. */
const MOST_FAILURES = 5;

/** What is listened to here: a camera by its number, as the tiles have it. */
export type Listening = { kind: "nothing" } | { kind: "program" } | { kind: "camera"; camera: number };

const NOTHING: Listening = { kind: "nothing" };

/** What this desk hears. It starts silent; a press starts it, as browsers want it. Belongs to this page alone. */
export class Sound {
  /** What is listened to. */
  readonly listening = signal<Listening>(NOTHING);
  /** Milliseconds that the sound is later than its picture, though that waits for it; null until both are known. */
  readonly late = signal<number | null>(null);
  /** Whether this page has no way to play sound at all. */
  readonly unable = signal(!("AudioWorkletNode" in globalThis));

  /** The feed of the camera that is listened to. */
  #feed: number | null = null;
  #url: () => Promise<string> = () => Promise.reject(new Error("nothing to be heard yet"));
  #chain: Chain | null = null;
  #isOpening = false;
  #retry = 0;
  #failures = 0;
  /** The audio's clock minus the page's, in milliseconds. */
  #offset: number | null = null;
  /** How long the picture waits, in milliseconds, and since when on the page's clock. */
  #wait = 0;
  #waitSince = 0;
  /** Whether a replay's own sound is heard. */
  #isOwn = false;
  /** The pictures that wait for it. */
  #pictures: Monitors = monitors;

  /** Says where sound comes from. */
  start(url: () => Promise<string>): void {
    this.#url = url;
    window.setInterval(() => this.#aim(), LOOK);
    effect(() => {
      replayed.value;
      untracked(() => this.#aim());
    });
    // A camera that has another number is listened to as before; one that is gone is not any more.
    effect(() => {
      const to = this.listening.value;
      if (to.kind !== "camera") return;
      const camera = cameras.value.find(({ feed }) => feed === this.#feed);
      if (!camera) this.listen(NOTHING);
      else if (camera.number !== to.camera) this.listening.value = { kind: "camera", camera: camera.number };
    });
  }

  /** Listens to something else, or to nothing. To be called by a press: browsers let no page be heard before one. */
  listen(to: Listening): void {
    this.#feed =
      to.kind === "camera" ? (cameras.peek().find(({ number }) => number === to.camera)?.feed ?? null) : null;
    const silent = to.kind === "nothing";
    this.#chain?.listen(this.#wanted(to));
    this.listening.value = to;
    this.late.value = null;
    if (silent) {
      window.clearTimeout(this.#retry);
      this.#pictures.keepBack(null, 0);
    } else if (!this.#chain) void this.#open();
  }

  /** Listens to this, or, where it is what is listened to already, to nothing. */
  toggle(to: Listening): void {
    this.listen(sameListen(this.listening.peek(), to) ? NOTHING : to);
  }

  async #open(): Promise<void> {
    window.clearTimeout(this.#retry);
    if (this.#isOpening) return;
    this.#isOpening = true;
    try {
      const owner = {
        heard: (late: number | null) => this.#heard(late),
        failed: (error: unknown) => this.#failed(error),
      };
      this.#chain = await Chain.open(this.#url, owner);
      this.#chain.listen(this.#wanted(this.listening.peek()));
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isOpening = false;
    }
  }

  /** Makes another chain after a pause, or says that there is no sound: a press tries again. */
  #failed(error: unknown): void {
    console.warn("the sound failed", error);
    this.#chain = null;
    this.#offset = null;
    this.late.value = null;
    if (this.listening.peek().kind === "nothing") return;
    if (this.#failures < MOST_FAILURES) {
      this.#retry = window.setTimeout(() => void this.#open(), pause(this.#failures++));
      return;
    }
    this.#failures = 0;
    this.listen(NOTHING);
    notify(t("listen.failed"));
  }

  /** Tells the player when the picture is seen that belongs to what is heard. */
  #aim(): void {
    const [chain, to] = [this.#chain, this.listening.peek()];
    if (!chain || to.kind === "nothing" || chain.context.state !== "running") return;
    const offset = clockOffset(chain.context);
    if (this.#offset === null || Math.abs(offset - this.#offset) > JUMP) this.#offset = offset;
    else this.#offset += (offset - this.#offset) * WEIGHT;
    const pictures = (to.kind === "program" ? audienceView.monitors.peek() : null) ?? monitors;
    if (pictures !== this.#pictures) this.#pictures.keepBack(null, 0);
    this.#pictures = pictures;
    const source = pictures.onProgram.peek();
    const camera = to.kind === "camera" ? to.camera : source.kind === "camera" ? source.camera : null;
    // A replay's own sound is timed as it is played: its pictures are drawn as soon as they come, and wait for nothing.
    const isOwn = to.kind === "program" && source.kind === "replay" && replayed.peek() === "own";
    const lag = isOwn ? pageTime(0) + REPLAYED : camera === null ? null : pictures.lag(camera);
    // While another one plays, its pictures are of another time: the sound stays where it is.
    if (lag === null) return;
    if (!isOwn) pictures.keepBack(camera, this.#wait);
    chain.want(this.#offset + lag + (isOwn ? 0 : this.#wait), isOwn !== this.#isOwn);
    this.#isOwn = isOwn;
  }

  /** Lets the picture wait where the sound can't be earlier: the loudspeaker's buffer alone is later than a picture. */
  #heard(late: number | null): void {
    this.late.value = late === null ? null : Math.max(0, late);
    // It is heard: whatever failed before is over.
    if (late !== null) this.#failures = 0;
    if (late === null || performance.now() - this.#waitSince < PAUSE) return;
    const wait = Math.max(0, Math.min(LONGEST, this.#wait + late - IN_STEP));
    if (Math.abs(wait - this.#wait) < STEP) return;
    this.#wait = wait;
    this.#waitSince = performance.now();
  }

  /** What is to be heard, as the engine is asked for it. */
  #wanted(to: Listening): Listen {
    if (to.kind !== "camera") return to;
    return this.#feed === null ? { kind: "nothing" } : { kind: "feed", feed: this.#feed };
  }
}

/** Whether both are the same. */
export function sameListen(a: Listening, b: Listening): boolean {
  if (a.kind === "camera") return b.kind === "camera" && a.camera === b.camera;
  return a.kind === b.kind;
}

/** The time of what leaves the loudspeaker now on the audio's clock, minus now on the page's, in milliseconds. */
function clockOffset(context: AudioContext): number {
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp?.() ?? {};
  if (contextTime > 0 && performanceTime > 0) return contextTime * 1_000 - performanceTime;
  const latency = context.outputLatency || context.baseLatency || 0;
  return (context.currentTime - latency) * 1_000 - performance.now();
}

/** The sound of this desk. */
export const sound = new Sound();
