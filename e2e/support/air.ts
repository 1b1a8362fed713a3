import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import readline from "node:readline";
import { Namespace } from "./namespace";
import { freeSubnet } from "./network";
import { built } from "./programs";

export interface AirOptions {
  /** What it is like, both ways: a name (`wire`, `home`, `hall`, `crowded`, `edge`), `key=value`s, or both. */
  readonly air: string;
  /** What it is like from the desk to the phones, where that differs. */
  readonly down?: string;
  /** Of all that is random: the same seed, the same bad spells and losses. */
  readonly seed?: number;
  /** How many share it, each in a namespace of its own. */
  readonly phones?: number;
  /** Where the desk's end is instead of on this machine. */
  readonly desk?: Namespace;
}

/** How long something took, in milliseconds. */
export interface Times {
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** What became of the packets of one direction. */
export interface Tally {
  /** Packets that arrived, and their bytes. */
  readonly packets: number;
  readonly bytes: number;
  /** Lost in the air. */
  readonly lost: number;
  /** Dropped by a full queue. */
  readonly dropped: number;
  /** How long they waited for those before them. */
  readonly queue_ms: Times;
  /** How long they were underway in all. */
  readonly delay_ms: Times;
}

/** What became of the packets so far: `up` is from the phones to the desk. */
export interface Report {
  readonly up: Tally;
  readonly down: Tally;
  readonly phones: readonly { readonly up: Tally; readonly down: Tally }[];
  /** How late packets were handed on, as the machine was busy: part of no delay above. */
  readonly late_ms: { readonly up: Times; readonly down: Times };
}

/**
 * An emulated Wi-Fi (`e2e/air`): phones in namespaces that share one air and its rate, and this machine at its other end.
 *
 * ```text
 * this machine ── regie-air ─┬─ a phone's namespace
 *                            └─ a phone's namespace
 * ```
 */
export class Air {
  private constructor(
    private readonly process: ChildProcess,
    private readonly lines: AsyncIterator<string>,
    /** Where the phones' programs run. */
    readonly phones: readonly Namespace[],
    /** The desk's address on it. */
    readonly address: string,
  ) {}

  /** Why there is none on this machine, if there is none: as {@link Namespace.missing}, and it takes TUN devices. */
  static missing(): string | undefined {
    const missing = Namespace.missing();
    if (missing !== undefined) return missing;
    try {
      accessSync("/dev/net/tun", constants.R_OK | constants.W_OK);
    } catch {
      return "there is no /dev/net/tun";
    }
    return undefined;
  }

  /** Builds one; only where {@link Air.missing} has nothing to say. */
  static async open({ air, down, seed = 1, phones: count = 1, desk }: AirOptions): Promise<Air> {
    const phones: Namespace[] = [];
    for (let phone = 0; phone < count; phone++) phones.push(await Namespace.open());
    const address = `${freeSubnet()}.1`;
    const args = [
      ...["--air", air, "--seed", String(seed), "--address", address],
      ...(down === undefined ? [] : ["--down", down]),
      ...(desk === undefined ? [] : ["--desk", desk.name]),
      ...phones.flatMap(({ name }) => ["--phone", name]),
    ];
    // Before everything else: a packet that is late because this machine is busy is late on no air.
    const command = ["-n", "-10", built("regie-air"), ...args];
    const child = spawn("nice", command, { stdio: ["pipe", "pipe", "inherit"] });
    const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const network = new Air(child, lines, phones, address);
    try {
      await network.#next();
    } catch (error) {
      await network.#takeDown();
      throw error;
    }
    return network;
  }

  /** Another air from now on, both ways: its fate begins anew, as does what is counted. What was before is given back. */
  begin(changes: string): Promise<Report> {
    return this.#order(`air ${changes}`);
  }

  /** The same for one direction alone; the uplink is from the phones to the desk. */
  beginOneWay(way: "up" | "down", changes: string): Promise<Report> {
    return this.#order(`${way} ${changes}`);
  }

  /** Nothing passes from now on, for so long. */
  async silence(milliseconds: number): Promise<void> {
    await this.#order(`gone ${milliseconds}`);
  }

  /** What became of the packets since the last {@link begin}. */
  report(): Promise<Report> {
    return this.#order("report");
  }

  /** Takes it down, and says what became of the packets; programs in it are to be ended before. */
  async close(): Promise<Report> {
    this.process.stdin?.end();
    const report = (await this.#next()) as Report;
    await this.#takeDown();
    return report;
  }

  /** One at a time: the answers come in order. */
  async #order(line: string): Promise<Report> {
    this.process.stdin?.write(`${line}\n`);
    const answer = (await this.#next()) as Report | { error: string };
    if ("error" in answer) throw new Error(`${line}: ${answer.error}`);
    return answer;
  }

  async #next(): Promise<unknown> {
    const { value, done } = await this.lines.next();
    if (done) throw new Error("the air ended");
    return JSON.parse(value);
  }

  async #takeDown(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const closed = once(this.process, "close");
      this.process.stdin?.end();
      await closed;
    }
    for (const phone of this.phones) await phone.close();
  }
}
