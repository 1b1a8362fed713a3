/** The key under which WebDriver hands out an element (W3C WebDriver, section 12). */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** A session of the W3C WebDriver protocol: as much of it as the tests of the window need. */
export class Session {
  private constructor(private readonly url: string) {}

  /** Starts an application through `tauri-driver`. */
  static async open(driver: string, application: string, args: readonly string[]): Promise<Session> {
    const capabilities = { alwaysMatch: { "tauri:options": { application, args } } };
    const { sessionId } = await ask<{ sessionId: string }>("POST", `${driver}/session`, { capabilities });
    return new Session(`${driver}/session/${sessionId}`);
  }

  /** Calls a function in the page. It takes what survives JSON and sees nothing of the test. */
  run<A extends readonly unknown[], R>(body: (...args: A) => R, ...args: A): Promise<Awaited<R>> {
    return ask("POST", `${this.url}/execute/sync`, { script: `return (${body}).apply(null, arguments)`, args });
  }

  /** Presses a key and lets it go. */
  async press(key: string): Promise<void> {
    const actions = ["keyDown", "keyUp"].map((type) => ({ type, value: key }));
    await ask("POST", `${this.url}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Clicks the middle of the element that a selector finds. */
  async click(selector: string): Promise<void> {
    const using = { using: "css selector", value: selector };
    const element = await ask<Record<string, string>>("POST", `${this.url}/element`, using);
    await ask("POST", `${this.url}/element/${element[ELEMENT]}/click`, {});
  }

  /** What the window shows, as a PNG. */
  async screenshot(): Promise<Buffer> {
    return Buffer.from(await ask<string>("GET", `${this.url}/screenshot`), "base64");
  }

  close(): Promise<void> {
    return ask("DELETE", this.url);
  }
}

async function ask<T>(method: string, url: string, body?: unknown): Promise<T> {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
  if (!response.ok) throw new Error(`${method} ${url}: ${value.error}: ${value.message}`);
  return value;
}
