import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import readline from "node:readline";
import type { Readable } from "node:stream";

/** A display that nobody sees, so that the tests need none and disturb none. */
export class Display {
  protected constructor(
    private readonly process: ChildProcess,
    protected readonly name: string,
  ) {}

  static async open(): Promise<Display> {
    return new Display(...(await serve("Xvfb", ["-screen", "0", "1600x1000x24"])));
  }

  /** What a program needs in its environment to be on this display, wherever the tests themselves run. */
  get env(): NodeJS.ProcessEnv {
    const { WAYLAND_DISPLAY: _, ...env } = process.env;
    return { ...env, DISPLAY: this.name, GDK_BACKEND: "x11" };
  }

  async close(): Promise<void> {
    const closed = once(this.process, "close");
    this.process.kill();
    await closed;
  }
}

/** Starts an X server, and gives back its process and its display's name. */
export async function serve(program: string, args: readonly string[]): Promise<[ChildProcess, string]> {
  // It finds a free number by itself and writes it to the fourth file.
  const server = spawn(program, [...args, "-displayfd", "3", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const number = await new Promise<string>((resolve, reject) => {
    readline.createInterface({ input: server.stdio[3] as Readable }).once("line", resolve);
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`${program} ended (${code})`)));
  });
  return [server, `:${number}`];
}
