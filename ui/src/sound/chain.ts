import { pause } from "../backoff";
import type { Listen } from "../protocol/Listen";
import { RATE } from "./playout";
import type { FromWorker, ToWorker } from "./worker";
import workerUrl from "./worker?worker&url";
import type { FromPlayer, ToPlayer } from "./worklet";
import workletUrl from "./worklet?worker&url";

/** What a chain tells its owner. */
export interface ChainOwner {
  /** How late the sound is, as the player says a few times a second. */
  heard(late: number | null): void;
  /** A part of it failed, and it is closed: what is to be heard needs another one. */
  failed(error: unknown): void;
}

/**
 * What sound goes through: a worker that receives and decodes it, and a player on the audio thread. They fail together,
 * because a part that threw is in a state that nobody knows.
 */
export class Chain {
  readonly context: AudioContext;
  readonly #player: AudioWorkletNode;
  readonly #worker: Worker;
  readonly #url: () => Promise<string>;
  readonly #owner: ChainOwner;
  #isClosed = false;

  /** Makes all of it; `url` is where the engine's sound comes from, and is asked before every connection. */
  static async open(url: () => Promise<string>, owner: ChainOwner): Promise<Chain> {
    const context = new AudioContext({ latencyHint: "interactive", sampleRate: RATE });
    try {
      void context.resume();
      // A module that did not come once never comes in the same context.
      await context.audioWorklet.addModule(workletUrl);
      return new Chain(context, url, owner);
    } catch (error) {
      void context.close();
      throw error;
    }
  }

  private constructor(context: AudioContext, url: () => Promise<string>, owner: ChainOwner) {
    [this.context, this.#url, this.#owner] = [context, url, owner];
    this.#player = new AudioWorkletNode(context, "regie-player", { numberOfInputs: 0, outputChannelCount: [2] });
    this.#player.port.onmessage = ({ data }: MessageEvent<FromPlayer>) => owner.heard(data.late);
    this.#player.onprocessorerror = () => this.#fail(new Error("the player failed"));
    this.#player.connect(context.destination);
    this.#worker = new Worker(workerUrl, { type: "module" });
    this.#worker.onmessage = (_: MessageEvent<FromWorker>) => void this.#connect(null);
    // Of a worker that could not be loaded nothing more is said.
    this.#worker.onerror = ({ message }) => this.#fail(new Error(message || "the worker was not loaded"));
    this.#worker.onmessageerror = () => this.#fail(new Error("the worker was not understood"));
    const { port1, port2 } = new MessageChannel();
    this.#toPlayer({ type: "worker", port: port1 }, [port1]);
    void this.#connect(port2);
  }

  /** Listens to something else, or to nothing. */
  listen(to: Listen): void {
    this.#toWorker({ type: "listen", to });
    void (to.kind === "nothing" ? this.context.suspend() : this.context.resume());
  }

  /**
   * Says when the picture is seen that belongs to what is heard: the audio's clock minus the session clock, in ms; and
   * whether it is of other pictures than before.
   */
  want(shift: number, isOther: boolean): void {
    this.#toPlayer({ type: "want", shift, isOther });
  }

  /** Ends it; nothing is told any more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#worker.terminate();
    this.#player.disconnect();
    this.#player.port.onmessage = null;
    void this.context.close();
  }

  /** Tells the worker where the engine is. An engine that is being restarted has no address for a while. */
  async #connect(player: MessagePort | null): Promise<void> {
    for (let attempt = 0; !this.#isClosed; attempt++) {
      try {
        const url = await this.#url();
        this.#toWorker({ type: "start", url, player }, player ? [player] : []);
        return;
      } catch (error) {
        console.warn("no address for the sound", error);
        await new Promise((resolve) => window.setTimeout(resolve, pause(attempt)));
      }
    }
  }

  #fail(error: unknown): void {
    if (this.#isClosed) return;
    this.close();
    this.#owner.failed(error);
  }

  #toWorker(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #toPlayer(message: ToPlayer, transfer: Transferable[] = []): void {
    this.#player.port.postMessage(message, transfer);
  }
}
