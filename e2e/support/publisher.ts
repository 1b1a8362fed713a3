import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { type Ready, tokenOf } from "./engine";
import { built, ROOT } from "./programs";

/** A WHIP client that is no browser. */
export class Publisher {
  private constructor(private readonly process: ChildProcess) {}

  /** Sends a committed clip again and again to the plain listener, with a sound if there is one. */
  static start({ whip, join }: Ready, name: string, clip: string, sound?: string): Publisher {
    const file = (name: string) => path.resolve(ROOT, "e2e", "clips", name);
    const args = [
      ...["--whip", whip, "--token", tokenOf(join), "--name", name, "--clip", file(clip), "--loop"],
      ...(sound === undefined ? [] : ["--sound", file(sound)]),
    ];
    return new Publisher(spawn(built("regie-publisher"), args, { stdio: ["ignore", "ignore", "inherit"] }));
  }

  /** Ends it as it wants to be ended; gives back its exit code. */
  async stop(): Promise<number | null> {
    if (this.process.exitCode === null) {
      const closed = once(this.process, "close");
      this.process.kill("SIGTERM");
      await closed;
    }
    return this.process.exitCode;
  }
}
