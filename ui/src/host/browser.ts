import { pause } from "../backoff";
import type { Command } from "../protocol/Command";
import type { FromDesk } from "../protocol/FromDesk";
import type { Refusal } from "../protocol/Refusal";
import type { ToDesk } from "../protocol/ToDesk";
import type { Host, Receiver } from "./host";
import type { Access } from "./token";

/** Commands that may wait for a reply; the engine refuses long before, so more means that it is stuck. */
const MOST_WAITING = 64;

interface Waiting {
  accept(seq: number): void;
  refuse(refusal: Refusal): void;
}

/** The desk in a browser on the engine's machine: JSON over the `/control` WebSocket of the page's own origin. */
export class Browser implements Host {
  readonly #origin: string;
  readonly #access: Access;
  readonly #waiting = new Map<number, Waiting>();
  #receiver: Receiver | null = null;
  #socket: WebSocket | null = null;
  #attempt = 0;
  #nextId = 1;

  constructor(location: Location, access: Access) {
    this.#origin = location.origin;
    this.#access = access;
    // Another link opened in the same tab brings another token.
    window.addEventListener("hashchange", () => location.reload());
  }

  connect(receiver: Receiver): void {
    this.#receiver = receiver;
    const { token, forgets } = this.#access;
    if (token) this.#open();
    else receiver.link(forgets ? "forgotten" : "no_token");
  }

  resync(): void {
    // A new connection starts with a snapshot.
    this.#socket?.close();
  }

  send(command: Command): Promise<number> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN || this.#waiting.size >= MOST_WAITING) {
      return Promise.reject(busy());
    }
    const message: FromDesk = { id: this.#nextId++, command };
    return new Promise((accept, refuse) => {
      this.#waiting.set(message.id, { accept, refuse });
      socket.send(JSON.stringify(message));
    });
  }

  monitorUrl(): Promise<string> {
    return Promise.resolve(this.#webSocketUrl("/monitor"));
  }

  voiceUrl(desk: number): Promise<string> {
    return Promise.resolve(`${this.#webSocketUrl("/voice")}&desk=${desk}`);
  }

  async file(path: string): Promise<File> {
    const headers = { Authorization: `Bearer ${this.#access.token}` };
    const answer = await fetch(`${this.#origin}${path}`, { headers }).catch(() => null);
    if (!answer) throw busy();
    if (!answer.ok) throw (await answer.json()) as Refusal;
    // A connection that breaks off in the middle leaves no half of a file behind.
    const content = await answer.blob().catch(() => null);
    if (!content) throw busy();
    return new File([content], fileName(answer.headers.get("Content-Disposition") ?? ""), { type: content.type });
  }

  async putHoldPicture(picture: Blob | null): Promise<void> {
    const method = picture ? "PUT" : "DELETE";
    const headers = { Authorization: `Bearer ${this.#access.token}` };
    const answer = await fetch(`${this.#origin}/hold/picture`, { method, headers, body: picture });
    if (!answer.ok) throw new Error(`the picture was refused: ${answer.status}`);
  }

  #webSocketUrl(path: string): string {
    return `${this.#origin.replace(/^http/, "ws")}${path}?token=${encodeURIComponent(this.#access.token ?? "")}`;
  }

  #open(): void {
    const socket = new WebSocket(this.#webSocketUrl("/control"));
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(String(data)) as ToDesk);
    socket.onclose = () => void this.#closed(socket);
  }

  #receive(message: ToDesk): void {
    if (message.type === "reply") {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.seq === null) waiting?.refuse(message.refusal ?? busy());
      else waiting?.accept(message.seq);
      return;
    }
    if (message.type === "snapshot") {
      this.#attempt = 0;
      this.#receiver?.link("up");
    }
    this.#receiver?.message(message);
  }

  async #closed(socket: WebSocket): Promise<void> {
    if (this.#socket !== socket) return;
    this.#socket = null;
    for (const waiting of this.#waiting.values()) waiting.refuse(busy());
    this.#waiting.clear();
    this.#receiver?.link((await this.#denied()) ? "denied" : "gone");
    window.setTimeout(() => this.#open(), pause(this.#attempt++));
  }

  /** A refused WebSocket does not tell a page why; a plain request does. */
  async #denied(): Promise<boolean> {
    try {
      const headers = { Authorization: `Bearer ${this.#access.token}` };
      const answer = await fetch(`${this.#origin}/api/state`, { headers });
      return answer.status === 401;
    } catch {
      return false;
    }
  }
}

function busy(): Refusal {
  return { code: "busy", message: "The engine does not answer." };
}

/** The name in a `Content-Disposition` (RFC 6266): the one that says its characters, else the plain one. */
export function fileName(disposition: string): string {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  return extended ? decodeURIComponent(extended) : (/filename="([^"]+)"/i.exec(disposition)?.[1] ?? "clip");
}
