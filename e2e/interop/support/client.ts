import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../../support/programs";

const CACHE = path.join(ROOT, ".cache", "interop");

/** What a client has seen in all. */
export interface Seen {
  /** Decoded pictures. */
  readonly pictures?: number;
  /** Decoded pieces of sound. */
  readonly sounds?: number;
  /** Of the last picture, in pixels; GStreamer does not say it. */
  readonly width?: number;
  /** Sessions of a server that is one. */
  readonly begun?: number;
  readonly ended?: number;
  /** How a player's DELETE was answered. */
  readonly deleted?: number;
}

/** How a client is asked to end. */
type Ending = "SIGTERM" | "q";

/** A WHIP or WHEP client or server of others: a program of its own. */
export class Client {
  /** Everything that it printed. */
  log = "";

  private constructor(
    private readonly process: ChildProcess,
    private readonly ending: Ending,
  ) {
    for (const stream of [process.stdout, process.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.log += text;
      });
    }
  }

  /** FFmpeg, with the arguments of its command line. */
  static ffmpeg(args: readonly string[]): Client {
    // Both end it well; the key gives 0 for an exit code, a signal 255.
    return Client.start(ffmpeg(), ["-hide_banner", ...args], "q");
  }

  /** One of the Python clients. */
  static python(script: string, args: readonly string[]): Client {
    return Client.start(needed(path.join(CACHE, "venv", "bin", "python")), [
      path.join(ROOT, "e2e", "interop", "clients", script),
      ...args,
    ]);
  }

  /** GStreamer, with a pipeline in gst-launch's words. */
  static gstreamer(pipeline: string): Client {
    return Client.start(needed(path.join(CACHE, "gst", "release", "regie-gst")), [pipeline]);
  }

  private static start(program: string, args: readonly string[], ending: Ending = "SIGTERM"): Client {
    return new Client(spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] }), ending);
  }

  /** What it said last, for those that say in JSON what they see; nothing before its first whole line. */
  get seen(): Seen | undefined {
    const line = this.log
      .split("\n")
      .filter((line) => line.startsWith("{") && line.endsWith("}"))
      .at(-1);
    return line === undefined ? undefined : (JSON.parse(line) as Seen);
  }

  /** Ends it as its user would, and gives back its exit code. */
  async stop(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const closed = once(this.process, "close");
      if (this.ending === "q") this.process.stdin?.end("q");
      else this.process.kill(this.ending);
      await closed;
    }
    return this.process.exitCode;
  }
}

/** The FFmpeg that is tested. */
export function ffmpeg(): string {
  const lib = needed(path.join(CACHE, "venv", "lib"));
  const python = readdirSync(lib).find((name) => name.startsWith("python")) ?? "";
  const folder = needed(path.join(lib, python, "site-packages", "imageio_ffmpeg", "binaries"));
  const name = readdirSync(folder).find((name) => name.startsWith("ffmpeg-"));
  if (name === undefined) throw new Error(`there is no FFmpeg in ${folder}`);
  return path.join(folder, name);
}

function needed(file: string): string {
  if (!existsSync(file)) throw new Error(`${file} is not there: node scripts/setup.mjs interop`);
  return file;
}
