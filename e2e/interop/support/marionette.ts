import { once } from "node:events";
import net from "node:net";

/** The key under which an element is handed out (W3C WebDriver, section 12). */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

type Reply = readonly [type: 1, id: number, error: { error: string; message: string } | null, result: { value: never }];

/**
 * Firefox's remote control: WebDriver's commands over a socket, each message behind its length in decimal digits and a
 * colon. As much of it as the tests need.
 */
export class Marionette {
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private received = Buffer.alloc(0);
  private last = 0;
  /** The browser's version. */
  version = "";

  private constructor(private readonly socket: net.Socket) {
    socket.on("data", (data) => {
      this.received = Buffer.concat([this.received, data]);
      this.read();
    });
  }

  /** Connects and starts a session that accepts any certificate, as the user of a phone does once. */
  static async connect(port: number): Promise<Marionette> {
    const socket = net.connect(port, "127.0.0.1");
    await once(socket, "connect");
    const marionette = new Marionette(socket);
    const { capabilities } = await marionette.ask<{ capabilities: { browserVersion: string } }>(
      "WebDriver:NewSession",
      {
        acceptInsecureCerts: true,
      },
    );
    marionette.version = capabilities.browserVersion;
    return marionette;
  }

  async open(url: string): Promise<void> {
    await this.ask("WebDriver:Navigate", { url });
  }

  /** Clicks the middle of the element that a selector finds. */
  async click(selector: string): Promise<void> {
    const { value } = await this.ask<{ value: Record<string, string> }>("WebDriver:FindElement", {
      using: "css selector",
      value: selector,
    });
    await this.ask("WebDriver:ElementClick", { id: value[ELEMENT] });
  }

  /** Calls a function in the page. It takes what survives JSON and sees nothing of the test. */
  async run<A extends readonly unknown[], R>(body: (...args: A) => R, ...args: A): Promise<Awaited<R>> {
    const script = `return (${body}).apply(null, arguments)`;
    return (await this.ask<{ value: Awaited<R> }>("WebDriver:ExecuteScript", { script, args })).value;
  }

  close(): void {
    this.socket.destroy();
  }

  private async ask<T>(name: string, parameters: object): Promise<T> {
    const id = ++this.last;
    const message = JSON.stringify([0, id, name, parameters]);
    const reply = new Promise<Reply>((resolve) => this.waiting.set(id, resolve));
    this.socket.write(`${Buffer.byteLength(message)}:${message}`);
    const [, , error, result] = await reply;
    if (error) throw new Error(`${name}: ${error.error}: ${error.message}`);
    return result as T;
  }

  private read(): void {
    for (;;) {
      const colon = this.received.indexOf(":");
      const end = colon + 1 + Number(this.received.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || this.received.length < end) return;
      const message: unknown = JSON.parse(this.received.subarray(colon + 1, end).toString());
      this.received = this.received.subarray(end);
      // The greeting is no reply.
      if (!Array.isArray(message)) continue;
      const reply = message as unknown as Reply;
      this.waiting.get(reply[1])?.(reply);
      this.waiting.delete(reply[1]);
    }
  }
}
