import { execFile, execFileSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Every name of ours begins with it, then the process that made it: 15 characters are all that an interface has. */
const OURS = "rg";
let made = 0;

/** A name for a namespace or an interface that nobody else on this machine has. */
export const uniqueName = (): string => `${OURS}${process.pid}n${made++}`;

/** Whether such a name was given by a process that is gone. */
function isStale(name: string): boolean {
  const pid = new RegExp(`^${OURS}(\\d+)n\\d+$`).exec(name)?.[1];
  if (pid === undefined || Number(pid) === process.pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch {
    return true;
  }
}

/** Runs `ip` of iproute2 in the machine's own namespace. */
export const ip = (...args: string[]): Promise<{ stdout: string }> => execute("ip", args);

/** A Linux network namespace: programs that run in it see its interfaces alone. It is gone with this process. */
export class Namespace {
  static readonly #open = new Set<Namespace>();
  #folder?: Promise<string>;

  private constructor(
    /** As `ip netns` knows it. */
    readonly name: string,
  ) {}

  /** Why this machine gives us no namespace, none if it does: it takes Linux, root, iproute2 and nftables. */
  static missing(): string | undefined {
    if (process.platform !== "linux") return "network namespaces are Linux's";
    if (process.getuid?.() !== 0) return "only root makes network namespaces";
    for (const [program, flag] of [
      ["ip", "-V"],
      ["nft", "-v"],
    ] as const) {
      try {
        execFileSync(program, [flag], { stdio: "ignore" });
      } catch {
        return `there is no ${program}: run the set-up`;
      }
    }
    return undefined;
  }

  /** Makes an empty one with a loopback interface, with IPv4 alone unless IPv6 is asked for. */
  static async open({ ipv6: six = false } = {}): Promise<Namespace> {
    if (made === 0) await sweep();
    const namespace = new Namespace(uniqueName());
    await ip("netns", "add", namespace.name);
    Namespace.#open.add(namespace);
    const ipv6 = (what: string) => `echo 1 > /proc/sys/net/ipv6/conf/${what}/disable_ipv6`;
    // Nobody else is there who could have an interface's own address (RFC 4862 section 5.4). Asked about, it is there a
    // second late, and a browser that loads a page then gives up because its network has changed.
    const unasked = (what: string) => `echo 0 > /proc/sys/net/ipv6/conf/${what}/accept_dad`;
    const settings = six ? unasked : ipv6;
    await namespace.run("sh", "-c", `${settings("all")}; ${settings("default")}`);
    await namespace.ip("link", "set", "lo", "up");
    return namespace;
  }

  /** Runs a program in it to its end. */
  run(program: string, ...args: string[]): Promise<{ stdout: string }> {
    return execute("ip", ["netns", "exec", this.name, program, ...args]);
  }

  /** Runs `ip` of iproute2 in it. */
  ip(...args: string[]): Promise<{ stdout: string }> {
    return ip("-n", this.name, ...args);
  }

  /** Gives nftables a script. */
  async nft(script: string): Promise<void> {
    const running = execute("ip", ["netns", "exec", this.name, "nft", "-f", "-"]);
    running.child.stdin?.end(script);
    await running;
  }

  /** A program for those who start one by its path: it runs `program` in the namespace, as the same process. */
  async wrap(program: string): Promise<string> {
    this.#folder ??= mkdtemp(path.join(tmpdir(), "regie-netns-"));
    const file = path.join(await this.#folder, path.basename(program));
    await writeFile(file, `#!/bin/sh\nexec ip netns exec ${this.name} '${program}' "$@"\n`);
    await chmod(file, 0o755);
    return file;
  }

  async close(): Promise<void> {
    Namespace.#open.delete(this);
    if (this.#folder) await rm(await this.#folder, { recursive: true, force: true });
    await ip("netns", "del", this.name);
  }

  /** Without a wait, for a process that ends. */
  static closeAll(): void {
    for (const { name } of Namespace.#open) execFileSync("ip", ["netns", "del", name], { stdio: "ignore" });
  }
}

process.once("exit", () => Namespace.closeAll());

/** Removes what processes left behind that were killed. */
async function sweep(): Promise<void> {
  const { stdout } = await ip("netns", "list");
  const names = stdout.split("\n").map((line) => line.split(" ")[0] ?? "");
  for (const name of names.filter(isStale)) await ip("netns", "del", name).catch(() => undefined);
}
