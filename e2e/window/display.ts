import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import readline from "node:readline";
import type { Readable } from "node:stream";

/** A display that nobody sees, so that the tests need none and disturb none. */
export class Display {
  private constructor(
    private readonly process: ChildProcess,
    private readonly name: string,
  ) {}

  static async open(): Promise<Display> {
    // It finds a free number by itself and writes it to the fourth file.
    const xvfb = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    const number = await new Promise<string>((resolve, reject) => {
      readline.createInterface({ input: xvfb.stdio[3] as Readable }).once("line", resolve);
      xvfb.once("error", reject);
      xvfb.once("exit", (code) => reject(new Error(`Xvfb ended (${code})`)));
    });
    return new Display(xvfb, `:${number}`);
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
