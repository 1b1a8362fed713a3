import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Engine } from "./engine";
import { built, ROOT } from "./programs";

/** A WHIP client that is no browser. */
export class Publisher {
  private constructor(private readonly process: ChildProcess) {}

  /** Sends a committed clip again and again to the plain listener. */
  static start(engine: Engine, name: string, clip: string): Publisher {
    const { whip } = engine.ready;
    const file = path.join(ROOT, "e2e", "clips", clip);
    const args = ["--whip", whip, "--token", engine.crew, "--name", name, "--clip", file, "--loop"];
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
