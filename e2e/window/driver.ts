import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "../support/programs";

/** Where Debian, Ubuntu and Fedora have WebKitGTK's driver. */
const NATIVE = ["/usr/bin/WebKitWebDriver", "/usr/libexec/webkit2gtk-4.1/WebKitWebDriver"];

/** A running `tauri-driver`. */
export class Driver {
  /** Everything that it and what it started logged. */
  log = "";

  private constructor(
    private readonly process: ChildProcess,
    /** Where it listens. */
    readonly url: string,
  ) {
    this.process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.log += text;
    });
  }

  /** Starts one in an environment, which what it opens has too. */
  static async start(env: NodeJS.ProcessEnv): Promise<Driver> {
    const native = NATIVE.find(existsSync);
    if (native === undefined) throw new Error("WebKitWebDriver is missing: run the set-up.");
    const [port, nativePort] = await freePorts();
    const program = path.join(ROOT, ".cache", "tools", "bin", "tauri-driver");
    const args = ["--native-driver", native, "--port", port, "--native-port", nativePort].map(String);
    // A process group of its own, so that nothing that it starts outlives it.
    const child = spawn(program, args, { env, stdio: ["ignore", "ignore", "pipe"], detached: true });
    await once(child, "spawn");
    const driver = new Driver(child, `http://127.0.0.1:${port}`);
    // It answers as soon as the native one behind it does.
    while (child.exitCode === null && !(await answers(driver.url))) await sleep(50);
    return driver;
  }

  /** Ends it and what it started, the window too. */
  async close(): Promise<void> {
    const closed = once(this.process, "close");
    if (this.process.pid !== undefined) process.kill(-this.process.pid, "SIGTERM");
    await closed;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/status`)).ok;
  } catch {
    return false;
  }
}

/** Two ports that were free a moment ago: the driver can't choose for itself. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  const ports = servers.map(async (server) => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
    return address.port;
  });
  const found = (await Promise.all(ports)) as [number, number];
  for (const server of servers) server.close();
  return found;
}
