import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import readline from "node:readline";
import type { Command } from "../../ui/src/protocol/Command";
import type { Snapshot } from "../../ui/src/protocol/Snapshot";
import type { Namespace } from "./namespace";
import { built } from "./programs";

/** The line that the engine prints when it listens. */
export interface Ready {
  readonly desk: string;
  readonly join: string;
  readonly whip: string;
  readonly watch: string;
  /** The folder of the shows. */
  readonly shows: string;
  readonly pid: number;
}

export interface EngineOptions {
  /** How many cameras the desk takes. */
  readonly limit?: number;
  /** How many may watch. */
  readonly viewers?: number;
  /** The address that phones reach it at; the loopback address if none is said. */
  readonly address?: string;
  /** The UDP port of the cameras' media; a free one if none is said. */
  readonly mediaPort?: number;
  /** Where it runs: on every network of this namespace instead of on one address. */
  readonly namespace?: Namespace;
  /** What it logs, as a filter of the crate `tracing-subscriber`; by default what it logs for everyone. */
  readonly log?: string;
}

/** The headless régie, as a process of its own, on one address and free ports. */
export class Engine {
  /** Everything that it printed on stdout, by lines. */
  readonly output: string[] = [];
  /** Everything that it logged. */
  log = "";
  ready!: Ready;
  private process!: ChildProcess;

  private constructor(
    /** Where it keeps what outlives it. */
    readonly dataDir: string,
    private readonly options: EngineOptions,
  ) {}

  /** Starts one with a data directory of its own and waits until it is ready. */
  static async start(options: EngineOptions = {}): Promise<Engine> {
    const engine = new Engine(await mkdtemp(path.join(tmpdir(), "regie-e2e-")), options);
    await engine.spawn({ https: 0, http: 0, desk: 0 });
    return engine;
  }

  /** Starts it again after {@link stop}, on the same ports and with what it kept. */
  async restart(): Promise<void> {
    const { join, whip, desk } = this.ready;
    const port = (url: string) => Number(new URL(url).port);
    await this.spawn({ https: port(join), http: port(whip), desk: port(desk) });
  }

  /** Ends it and gives back its exit code. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const closed = once(this.process, "close");
      this.process.kill(signal);
      await closed;
    }
    return this.process.exitCode;
  }

  /** Ends it and forgets what it kept. */
  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** The token that lets a camera publish. */
  get crew(): string {
    return tokenOf(this.ready.join);
  }

  /** The whole state. */
  async snapshot(): Promise<Snapshot> {
    const response = await this.ask("/api/state");
    if (!response.ok) throw new Error(`/api/state: ${response.status}`);
    return (await response.json()) as Snapshot;
  }

  /** Sends a command as a remote control does. */
  command(command: Command): Promise<Response> {
    return this.ask("/api/command", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(command),
    });
  }

  /** Asks the desk's listener, as the director. */
  ask(where: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...init.headers, Authorization: `Bearer ${tokenOf(this.ready.desk)}` };
    return fetch(new URL(where, this.ready.desk), { ...init, headers });
  }

  private async spawn(ports: { https: number; http: number; desk: number }): Promise<void> {
    const { limit, viewers, address = "127.0.0.1", mediaPort, namespace, log } = this.options;
    const args = [
      ...["--data-dir", this.dataDir, ...(namespace === undefined ? ["--bind", address] : [])],
      ...["--https-port", ports.https, "--http-port", ports.http, "--desk-port", ports.desk].map(String),
      ...(mediaPort === undefined ? [] : ["--media-port", String(mediaPort)]),
      ...(limit === undefined ? [] : ["--camera-limit", String(limit)]),
      ...(viewers === undefined ? [] : ["--viewer-limit", String(viewers)]),
    ];
    const env = log === undefined ? process.env : { ...process.env, RUST_LOG: log };
    const program = (await namespace?.wrap(built("regie"))) ?? built("regie");
    this.process = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env });
    this.process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.log += text;
    });
    const lines = readline.createInterface({ input: this.process.stdout as NonNullable<ChildProcess["stdout"]> });
    lines.on("line", (line) => this.output.push(line));
    const line = await new Promise<string>((resolve, reject) => {
      lines.once("line", resolve);
      this.process.once("error", reject);
      this.process.once("exit", (code) => reject(new Error(`the engine ended (${code}):\n${this.log}`)));
    });
    this.ready = JSON.parse(line) as Ready;
  }
}

/** The token in the fragment of a URL. */
export function tokenOf(url: string): string {
  return new URLSearchParams(new URL(url).hash.slice(1)).get("token") ?? "";
}
