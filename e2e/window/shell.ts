import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { built } from "../support/programs";

/** The flags of a desk on the loopback address: free ports, but for the phones' if that one is to be another. */
export const flags = (httpsPort = 0): string[] => [
  ...["--bind", "127.0.0.1", "--https-port", String(httpsPort)],
  ...["--http-port", "0", "--desk-port", "0"],
];

/** The shell as a process of its own, with nobody driving its window. */
export class Shell {
  /** Everything that it printed on stdout. */
  output = "";
  /** Everything that it logged. */
  log = "";
  private readonly process: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(env: NodeJS.ProcessEnv, args: readonly string[]) {
    this.process = spawn(built("regie-desktop"), args, { env, stdio: ["ignore", "pipe", "pipe"] });
    this.ended = once(this.process, "close");
    listen(this.process.stdout, (text) => {
      this.output += text;
    });
    listen(this.process.stderr, (text) => {
      this.log += text;
    });
  }

  /** Its exit code, once it has ended; the signal's name when one ended it. */
  async code(): Promise<number | NodeJS.Signals | null> {
    await this.ended;
    return this.process.exitCode ?? this.process.signalCode;
  }

  /** Ends it as it wants to be ended; gives back its exit code. */
  stop(): Promise<number | NodeJS.Signals | null> {
    this.process.kill("SIGTERM");
    return this.code();
  }
}

function listen(stream: Readable | null, hear: (text: string) => void): void {
  stream?.setEncoding("utf8").on("data", hear);
}
