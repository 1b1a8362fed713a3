import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import readline from "node:readline";
import type { Readable } from "node:stream";
import { built } from "../support/programs";

/** What the publisher's cameras did so far, as it prints it. */
export interface Counts {
  readonly connected: number;
  readonly pictures: number;
  readonly packets: number;
  readonly bytes: number;
  readonly dropped: number;
  readonly reordered: number;
  readonly resent: number;
  readonly asked: number;
  readonly joins: number;
  readonly faults: number;
}

export interface LoadOptions {
  readonly whip: string;
  readonly token: string;
  readonly cameras: number;
  /** Dealt out in turn among the cameras. */
  readonly clips: readonly string[];
  /** Whether the clips start again at their ends, for ever; they do when it is not said. */
  readonly again?: boolean;
  /** More of the publisher's own flags. */
  readonly flags?: readonly string[];
  /** Another build of it. */
  readonly program?: string;
}

/** Many cameras from one publisher. */
export class Load {
  /** What it did, as of a second ago at most. */
  counts: Counts | undefined;
  readonly pid: number;

  private constructor(
    private readonly process: ChildProcess,
    private readonly cameras: number,
  ) {
    if (process.pid === undefined) throw new Error("the publisher did not start");
    this.pid = process.pid;
    readline.createInterface({ input: process.stdout as Readable }).on("line", (line) => {
      if (line.startsWith("{")) this.counts = JSON.parse(line) as Counts;
    });
  }

  static start({
    whip,
    token,
    cameras,
    clips,
    again = true,
    flags = [],
    program = built("regie-publisher"),
  }: LoadOptions): Load {
    const args = [
      ...["--whip", whip, "--token", token, "--name", "Load", "--cameras", String(cameras)],
      ...(again ? ["--loop"] : []),
      ...["--report", "1", ...clips.flatMap((clip) => ["--clip", clip]), ...flags],
    ];
    return new Load(spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] }), cameras);
  }

  /** So many viewers of a WHEP endpoint, which receive and count. */
  static watch(whep: string, viewers: number): Load {
    const args = ["--whep", whep, "--cameras", String(viewers), "--report", "1"];
    return new Load(spawn(built("regie-publisher"), args, { stdio: ["ignore", "pipe", "inherit"] }), viewers);
  }

  /** Waits until every camera is connected. */
  async connected(): Promise<void> {
    while (this.counts?.connected !== this.cameras) {
      if (this.process.exitCode !== null) throw new Error(`the publisher ended (${this.process.exitCode})`);
      await once(this.process.stdout as Readable, "data");
    }
  }

  /** Waits until the clips are sent; gives back all that it did. */
  async sent(): Promise<Counts | undefined> {
    if (this.process.exitCode === null) await once(this.process, "close");
    return this.counts;
  }

  /** Ends it as it wants to be ended; gives back all that it did. */
  async stop(): Promise<Counts | undefined> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const closed = once(this.process, "close");
      this.process.kill("SIGTERM");
      await closed;
    }
    return this.counts;
  }
}
