import { pause } from "../backoff";
import { type PastMessage, parsePast } from "../monitor/wire";
import type { MonitorRequest } from "../protocol/MonitorRequest";
import type { Stretch } from "./spans";

/** Requests that may run at once; the engine refuses more than eight of a desk. */
const MOST = 6;
/** Of those, so many that nobody waits for: they may have to wait for a disk. */
const MOST_PATIENT = 2;
/** Requests that may wait for one to end; the oldest goes. */
const WAITING = 64;

/** Who asked, and what for. */
interface Wanted {
  readonly request: MonitorRequest & { request: number };
  /** Whether something that is shown waits for it: thumbnails, and what there is, can wait. */
  readonly isUrgent: boolean;
  /** Gives the next message; null when the connection broke, or too many wait. */
  take(message: PastMessage | null): void;
}

/** What the engine keeps of the past, as this page reads it over a WebSocket of its own. */
export class Archive {
  #url: () => Promise<string> = () => Promise.reject(new Error("nothing to be fetched yet"));
  #socket: WebSocket | null = null;
  #isConnecting = false;
  #attempt = 0;
  #last = 0;
  readonly #running = new Map<number, Wanted>();
  #waiting: Wanted[] = [];

  /** Says where it is. It is connected to when something is wanted. */
  start(url: () => Promise<string>): void {
    this.#url = url;
    if (this.#waiting.length > 0) void this.#connect();
  }

  /**
   * Fetches a stretch of a camera, or its first keyframe alone; in order, until what it gives back is called. After the
   * end, a refusal or null, which says that it broke, nothing more comes.
   */
  fetch(camera: number, { from, to }: Stretch, keyframe: boolean, take: Wanted["take"]): () => void {
    const stretch = { camera, from: Math.max(0, Math.floor(from)), to: Math.ceil(to) };
    return this.#ask({ type: "fetch", ...stretch, keyframe, request: 0 }, !keyframe, take);
  }

  /**
   * What there is of a camera's pictures within a stretch, from each first picture to its last; null where the engine
   * does not say. Holes are between.
   */
  coverage(camera: number, { from, to }: Stretch): Promise<readonly Stretch[] | null> {
    const within = { from: Math.max(0, Math.floor(from)), to: Math.ceil(to) };
    return new Promise((resolve) => {
      this.#ask({ type: "coverage", camera, ...within, request: 0 }, false, (message) =>
        resolve(message?.type === "coverage" ? message.stretches : null),
      );
    });
  }

  #ask(request: Wanted["request"], isUrgent: boolean, take: Wanted["take"]): () => void {
    const number = ++this.#last;
    const wanted = { request: { ...request, request: number }, isUrgent, take };
    this.#waiting.push(wanted);
    if (this.#waiting.length > WAITING) this.#waiting.shift()?.take(null);
    this.#next();
    return () => {
      this.#waiting = this.#waiting.filter((one) => one !== wanted);
      if (!this.#running.delete(number)) return;
      this.#send({ type: "cancel", request: number });
      this.#next();
    };
  }

  /** Sends what waits, as far as there is room. */
  #next(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      if (this.#waiting.length > 0) void this.#connect();
      return;
    }
    while (this.#running.size < MOST) {
      const patient = [...this.#running.values()].filter(({ isUrgent }) => !isUrgent).length;
      const next = this.#waiting.find(({ isUrgent }) => isUrgent);
      const wanted = next ?? (patient < MOST_PATIENT ? this.#waiting[0] : undefined);
      if (!wanted) return;
      this.#waiting = this.#waiting.filter((one) => one !== wanted);
      this.#running.set(wanted.request.request, wanted);
      this.#send(wanted.request);
    }
  }

  #take(message: PastMessage): void {
    const wanted = this.#running.get(message.request);
    if (message.type !== "config" && message.type !== "frame" && this.#running.delete(message.request)) this.#next();
    if (message.type === "refused") console.warn("the engine refused what was asked of the past:", message.reason);
    // Behind it may be others, whatever is thrown.
    wanted?.take(message);
  }

  async #connect(): Promise<void> {
    if (this.#isConnecting) return;
    this.#isConnecting = true;
    try {
      this.#open(new WebSocket(await this.#url()));
    } catch (error) {
      console.warn("no address for the past", error);
      this.#retry();
    }
  }

  #open(socket: WebSocket): void {
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.onopen = () => {
      this.#attempt = 0;
      this.#isConnecting = false;
      this.#next();
    };
    socket.onmessage = ({ data }) => {
      const message = data instanceof ArrayBuffer ? parsePast(data) : null;
      if (message) this.#take(message);
    };
    socket.onclose = () => {
      this.#socket = null;
      const broken = [...this.#running.values()];
      this.#running.clear();
      this.#retry();
      for (const { take } of broken) take(null);
    };
  }

  #retry(): void {
    this.#isConnecting = true;
    window.setTimeout(
      () => {
        this.#isConnecting = false;
        if (this.#waiting.length > 0) void this.#connect();
      },
      pause(this.#attempt++),
    );
  }

  #send(request: MonitorRequest): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(request));
  }
}

/** The archive. */
export const archive = new Archive();
