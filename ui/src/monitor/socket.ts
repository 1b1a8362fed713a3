import { pause } from "../backoff";
import type { Looks } from "../protocol/Looks";
import type { MonitorRequest } from "../protocol/MonitorRequest";
import type { Shares } from "./standstill";
import { type Message, parse } from "./wire";

/** What the socket tells its owner. */
export interface SocketOwner {
  message(message: Message): void;
  /** Pictures stop; whatever is shown is no longer live. */
  closed(): void;
}

/** A camera as it was so many milliseconds ago. */
export interface Behind {
  camera: number;
  by: number;
}

/** The monitor WebSocket: comes back by itself, and then watches what was last asked for. */
export class MonitorSocket {
  readonly #url: () => Promise<string>;
  readonly #owner: SocketOwner;
  #socket: WebSocket | null = null;
  #watched: number[] = [];
  #behind: Behind | null = null;
  #attempt = 0;
  #retrying = 0;
  #isStopped = false;

  /** `url` is asked before every attempt: an engine that was restarted may listen elsewhere. */
  constructor(url: () => Promise<string>, owner: SocketOwner) {
    this.#url = url;
    this.#owner = owner;
  }

  /** Connects, and stays connected until it is stopped. */
  async start(): Promise<void> {
    try {
      const url = await this.#url();
      if (!this.#isStopped) this.#connect(url);
    } catch (error) {
      console.warn("no address for the pictures", error);
      this.#retry();
    }
  }

  /** Ends the connection, for good. */
  stop(): void {
    this.#isStopped = true;
    window.clearTimeout(this.#retrying);
    this.#socket?.close();
  }

  /** The feeds whose pictures are wanted from now on. */
  watch(feeds: number[]): void {
    if (feeds.join() === this.#watched.join()) return;
    this.#watched = feeds;
    this.#send({ type: "watch", feeds });
  }

  /** The camera whose past is wanted from now on, as it gets so old; null for none. Whether that is news. */
  behind(behind: Behind | null): boolean {
    if (behind?.camera === this.#behind?.camera && behind?.by === this.#behind?.by) return false;
    this.#behind = behind;
    this.#send({ type: "behind", camera: behind?.camera ?? null, by: behind?.by ?? 0 });
    return true;
  }

  /** Asks for a keyframe of a feed at once. */
  keyframe(feed: number): void {
    this.#send({ type: "keyframe", feed });
  }

  /** Says that this page made a camera's picture stand still. */
  standstill(feed: number, shares: Shares): void {
    this.#send({ type: "standstill", feed, ...shares });
  }

  /** Says how a camera's pictures look here; null when they are not looked at any more. */
  looks(feed: number, looks: Looks | null): void {
    this.#send({ type: "looks", feed, looks });
  }

  /** Says that the first picture of a replay is shown: it waits for that. */
  rolling(replay: number): void {
    this.#send({ type: "rolling", replay });
  }

  #connect(url: string): void {
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.onopen = () => {
      this.#attempt = 0;
      this.#send({ type: "watch", feeds: this.#watched });
      if (this.#behind) this.#send({ type: "behind", ...this.#behind });
    };
    socket.onmessage = ({ data }) => {
      if (this.#isStopped) return;
      const message = data instanceof ArrayBuffer ? parse(data) : null;
      if (message) this.#owner.message(message);
    };
    socket.onclose = () => {
      this.#socket = null;
      this.#owner.closed();
      this.#retry();
    };
  }

  #retry(): void {
    if (this.#isStopped) return;
    this.#retrying = window.setTimeout(() => void this.start(), pause(this.#attempt++));
  }

  #send(request: MonitorRequest): void {
    // Unsent requests are not kept: opening sends what is watched, and a keyframe comes with it.
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(request));
  }
}
