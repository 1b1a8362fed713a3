/** What the page says to the worker: where the voice goes, and where it comes from unless that was said. */
export interface ToWorker {
  readonly url: string;
  readonly from: MessagePort | null;
}

/**
 * The way from the microphone to the engine. What can't go at once is dropped: a voice that comes late is worse than one
 * that breaks off, and the engine is on this machine.
 */
class Line {
  #socket: WebSocket | null = null;

  open(url: string): void {
    this.#socket?.close();
    this.#socket = new WebSocket(url);
  }

  send(block: ArrayBuffer): void {
    if (this.#socket?.readyState === WebSocket.OPEN && this.#socket.bufferedAmount < MOST) this.#socket.send(block);
  }
}

/** Bytes that may wait in the socket: a fifth of a second. */
const MOST = 19_200;

const line = new Line();

self.onmessage = ({ data: { url, from } }: MessageEvent<ToWorker>) => {
  if (from) from.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => line.send(data);
  line.open(url);
};
