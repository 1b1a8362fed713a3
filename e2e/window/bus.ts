import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import readline from "node:readline";

/** A session bus of its own: who is the first instance on it has nothing to do with the user's desktop. */
export class Bus {
  private constructor(
    private readonly process: ChildProcess,
    /** Where it listens. */
    readonly address: string,
  ) {}

  static async start(): Promise<Bus> {
    const daemon = spawn("dbus-daemon", ["--session", "--nofork", "--print-address"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const address = await new Promise<string>((resolve, reject) => {
      readline.createInterface({ input: daemon.stdout }).once("line", resolve);
      daemon.once("error", reject);
      daemon.once("exit", (code) => reject(new Error(`dbus-daemon ended (${code})`)));
    });
    return new Bus(daemon, address);
  }

  async close(): Promise<void> {
    const closed = once(this.process, "close");
    this.process.kill();
    await closed;
  }
}
