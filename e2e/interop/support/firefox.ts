import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { Marionette } from "./marionette";

/** A camera and a microphone of its own making, given out without asking; nothing fetched that the test did not ask for. */
const PREFERENCES = {
  "marionette.port": 0,
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "media.gmp-manager.updateEnabled": false,
  "app.update.enabled": false,
  "app.normandy.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "",
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};

/** Firefox without a window, with a fresh profile and one page. */
export class Firefox {
  private constructor(
    private readonly process: ChildProcess,
    private readonly profile: string,
    private readonly marionette: Marionette,
  ) {}

  static async launch(): Promise<Firefox> {
    const profile = await mkdtemp(path.join(tmpdir(), "regie-firefox-"));
    const lines = Object.entries(PREFERENCES).map((entry) => `user_pref(${entry.map((e) => JSON.stringify(e))});\n`);
    await writeFile(path.join(profile, "user.js"), lines.join(""));
    const env = { ...process.env, MOZ_CRASHREPORTER_DISABLE: "1" };
    const args = ["--headless", "--no-remote", "--marionette", "--profile", profile];
    const firefox = spawn(program(), args, { stdio: "ignore", env });
    const active = path.join(profile, "MarionetteActivePort");
    const port = () => readFile(active, "utf8").then(Number, () => 0);
    await expect.poll(port, { timeout: 40_000 }).toBeGreaterThan(0);
    return new Firefox(firefox, profile, await Marionette.connect(await port()));
  }

  /** Its version. */
  get version(): string {
    return this.marionette.version;
  }

  open(url: string): Promise<void> {
    return this.marionette.open(url);
  }

  /** Clicks what has a test id. */
  click(testId: string): Promise<void> {
    return this.marionette.click(`[data-testid="${testId}"]`);
  }

  /** An attribute of what has a test id; none when it is not there. */
  attribute(testId: string, name: string): Promise<string | null> {
    const body = (selector: string, name: string) => document.querySelector(selector)?.getAttribute(name) ?? null;
    return this.marionette.run(body, `[data-testid="${testId}"]`, name);
  }

  /** An attribute of the page's root. */
  root(name: string): Promise<string | null> {
    return this.marionette.run((name: string) => document.documentElement.getAttribute(name), name);
  }

  async close(): Promise<void> {
    this.marionette.close();
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const gone = once(this.process, "exit");
      this.process.kill("SIGTERM");
      await gone;
    }
    await rm(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

function program(): string {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const names = ["firefox-esr", "firefox"];
  const found = names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(existsSync);
  if (found === undefined) throw new Error(`None of ${names.join(", ")} is on the PATH: run the set-up.`);
  return found;
}
