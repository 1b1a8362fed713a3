import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import http from "node:http";
import type { Socket as TcpSocket } from "node:net";

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/**
 * A WebSocket client (RFC 6455) without extensions, as light as a reader of many megabits can be: Node 20 has none.
 * Emits `text` with a string, `binary` with a Buffer, and `close`.
 */
export class Socket extends EventEmitter<{ text: [string]; binary: [Buffer]; close: [] }> {
  /** What came and is no whole frame yet. */
  #rest: Buffer[] = [];
  #length = 0;

  private constructor(private readonly tcp: TcpSocket) {
    super();
    tcp.on("data", (chunk) => this.#take(chunk));
    tcp.on("close", () => this.emit("close"));
    tcp.on("error", () => tcp.destroy());
  }

  /** Connects to a ws:// address. */
  static async open(url: string): Promise<Socket> {
    const headers = {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
    };
    const request = http.get(url.replace(/^ws:/, "http:"), { headers });
    const [response, tcp, head] = (await Promise.race([
      once(request, "upgrade"),
      once(request, "response").then(([response]) => {
        throw new Error(`${new URL(url).pathname}: ${(response as http.IncomingMessage).statusCode}`);
      }),
    ])) as [http.IncomingMessage, TcpSocket, Buffer];
    if (response.statusCode !== 101) throw new Error(`${response.statusCode}`);
    tcp.setNoDelay(true);
    const socket = new Socket(tcp);
    // Listeners come first.
    setImmediate(() => socket.#take(head));
    return socket;
  }

  /** Sends a text message. */
  send(text: string): void {
    this.#write(TEXT, Buffer.from(text));
  }

  close(): void {
    this.#write(CLOSE, Buffer.alloc(0));
    this.tcp.end();
  }

  #write(kind: number, payload: Buffer): void {
    // The shorter length forms are enough for what a desk asks.
    const head =
      payload.length < 126
        ? Buffer.from([0x80 | kind, 0x80 | payload.length])
        : Buffer.from([0x80 | kind, 0x80 | 126, payload.length >> 8, payload.length & 0xff]);
    const mask = randomBytes(4);
    this.tcp.write(Buffer.concat([head, mask, payload.map((byte, index) => byte ^ (mask[index & 3] ?? 0))]));
  }

  #take(chunk: Buffer): void {
    this.#rest.push(chunk);
    this.#length += chunk.length;
    // Chunks are joined when a frame's start is needed, which is once a chunk at most.
    if (this.#length < 2) return;
    let bytes = this.#rest.length === 1 ? chunk : Buffer.concat(this.#rest);
    for (;;) {
      const frame = parse(bytes);
      if (frame === undefined) break;
      bytes = bytes.subarray(frame.end);
      this.#hear(frame.kind, frame.payload);
    }
    this.#rest = [bytes];
    this.#length = bytes.length;
  }

  #hear(kind: number, payload: Buffer): void {
    if (kind === TEXT) this.emit("text", payload.toString());
    else if (kind === BINARY) this.emit("binary", payload);
    else if (kind === PING) this.#write(PONG, payload);
    else if (kind === CLOSE) this.tcp.end();
  }
}

/** The first frame in these bytes, if it is whole. A server's are not masked, and the régie's messages are one each. */
function parse(bytes: Buffer): { kind: number; payload: Buffer; end: number } | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  let length = second & 0x7f;
  let start = 2;
  if (length === 126) {
    if (bytes.length < 4) return undefined;
    length = bytes.readUInt16BE(2);
    start = 4;
  } else if (length === 127) {
    if (bytes.length < 10) return undefined;
    length = Number(bytes.readBigUInt64BE(2));
    start = 10;
  }
  const end = start + length;
  return bytes.length < end ? undefined : { kind: first & 0x0f, payload: bytes.subarray(start, end), end };
}
