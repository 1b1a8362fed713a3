import { effect, signal } from "@preact/signals-core";
import { monitors } from "../monitor/monitors";
import type { Listen } from "../protocol/Listen";
import { cameras, onAir } from "../store/desk";
import { RATE } from "./playout";
import type { FromWorker, ToWorker } from "./worker";
import workerUrl from "./worker?worker&url";
import type { FromPlayer, ToPlayer } from "./worklet";
import workletUrl from "./worklet?worker&url";

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

const NOTHING: Listen = { kind: "nothing" };

/** What this desk hears. It starts silent; a press starts it, as browsers want it. Belongs to this page alone. */
class Sound {
  /** What is listened to. */
  readonly listening = signal<Listen>(NOTHING);
  /** Milliseconds that the sound is later than its picture, though that waits for it; null until both are known. */
  readonly late = signal<number | null>(null);
  /** Whether this page has no way to play sound at all. */
  readonly unable = signal(!("AudioWorkletNode" in globalThis));

  #url: (() => Promise<string>) | null = null;
  #context: AudioContext | null = null;
  #player: AudioWorkletNode | null = null;
  #worker: Worker | null = null;
  /** The audio's clock minus the page's, in milliseconds. */
  #offset: number | null = null;
  /** How long the picture waits, in milliseconds, and since when on the page's clock. */
  #wait = 0;
  #waitSince = 0;

  /** Says where sound comes from. */
  start(url: () => Promise<string>): void {
    this.#url = url;
    window.setInterval(() => this.#aim(), LOOK);
    // A camera that is gone is not listened to any more.
    effect(() => {
      const to = this.listening.value;
      if (to.kind === "camera" && !cameras.value.some(({ number }) => number === to.camera)) this.listen(NOTHING);
    });
  }

  /** Listens to something else, or to nothing. To be called by a press: browsers let no page be heard before one. */
  listen(to: Listen): void {
    const silent = to.kind === "nothing";
    this.listening.value = to;
    this.late.value = null;
    if (silent) monitors.keepBack(null, 0);
    if (!silent && !this.#context) void this.#open();
    else void (silent ? this.#context?.suspend() : this.#context?.resume());
    this.#toWorker({ type: "listen", to });
  }

  /** Listens to this, or, where it is what is listened to already, to nothing. */
  toggle(to: Listen): void {
    this.listen(sameListen(this.listening.peek(), to) ? NOTHING : to);
  }

  async #open(): Promise<void> {
    try {
      const context = new AudioContext({ latencyHint: "interactive", sampleRate: RATE });
      this.#context = context;
      void context.resume();
      await context.audioWorklet.addModule(workletUrl);
      const player = new AudioWorkletNode(context, "regie-player", { numberOfInputs: 0, outputChannelCount: [2] });
      player.port.onmessage = ({ data }: MessageEvent<FromPlayer>) => this.#heard(data.late);
      player.connect(context.destination);
      this.#player = player;
      await this.#employ(player);
    } catch (error) {
      console.warn("this page plays no sound", error);
      this.unable.value = true;
      this.listening.value = NOTHING;
    }
  }

  async #employ(player: AudioWorkletNode): Promise<void> {
    const worker = new Worker(workerUrl, { type: "module" });
    this.#worker = worker;
    worker.onmessage = (_: MessageEvent<FromWorker>) => void this.#connect(null);
    const { port1, port2 } = new MessageChannel();
    toPlayer(player, { type: "worker", port: port1 }, [port1]);
    this.#toWorker({ type: "listen", to: this.listening.peek() });
    await this.#connect(port2);
  }

  /** Tells the worker where the engine is; the address is asked for anew each time. */
  async #connect(player: MessagePort | null): Promise<void> {
    const url = (await this.#url?.()) ?? "";
    this.#worker?.postMessage({ type: "start", url, player } satisfies ToWorker, player ? [player] : []);
  }

  /** Tells the player when the picture is seen that belongs to what is heard. */
  #aim(): void {
    const [context, player, to] = [this.#context, this.#player, this.listening.peek()];
    if (!context || !player || to.kind === "nothing" || context.state !== "running") return;
    const offset = clockOffset(context);
    if (this.#offset === null || Math.abs(offset - this.#offset) > JUMP) this.#offset = offset;
    else this.#offset += (offset - this.#offset) * WEIGHT;
    const camera = to.kind === "camera" ? to.camera : programCamera();
    const lag = camera === null ? null : monitors.lag(camera);
    // While a replay plays, its pictures are of another time: the sound stays where it is.
    if (lag === null) return;
    monitors.keepBack(camera, this.#wait);
    toPlayer(player, { type: "want", shift: this.#offset + lag + this.#wait });
  }

  /** Lets the picture wait where the sound can't be earlier: the loudspeaker's buffer alone is later than a picture. */
  #heard(late: number | null): void {
    this.late.value = late === null ? null : Math.max(0, late);
    if (late === null || performance.now() - this.#waitSince < PAUSE) return;
    const wait = Math.max(0, Math.min(LONGEST, this.#wait + late - IN_STEP));
    if (Math.abs(wait - this.#wait) < STEP) return;
    this.#wait = wait;
    this.#waitSince = performance.now();
  }

  #toWorker(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }
}

/** Whether both are the same. */
export function sameListen(a: Listen, b: Listen): boolean {
  if (a.kind === "camera") return b.kind === "camera" && a.camera === b.camera;
  return a.kind === b.kind;
}

function programCamera(): number | null {
  const source = onAir.peek()?.source;
  return source?.kind === "camera" ? source.camera : null;
}

/** The time of what leaves the loudspeaker now on the audio's clock, minus now on the page's, in milliseconds. */
function clockOffset(context: AudioContext): number {
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp?.() ?? {};
  if (contextTime > 0 && performanceTime > 0) return contextTime * 1_000 - performanceTime;
  const latency = context.outputLatency || context.baseLatency || 0;
  return (context.currentTime - latency) * 1_000 - performance.now();
}

function toPlayer(player: AudioWorkletNode, message: ToPlayer, transfer: Transferable[] = []): void {
  player.port.postMessage(message, transfer);
}

/** The sound of this desk. */
export const sound = new Sound();
