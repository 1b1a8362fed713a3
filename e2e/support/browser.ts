import { once } from "node:events";
import { type Browser, type BrowserServer, chromium as driver } from "playwright-core";
import type { Namespace } from "./namespace";
import { chromium } from "./programs";

/**
 * What a browser is to do without. Its window's suggestions are pages of their own, which nobody sees in a headless one: six
 * tenths of what a start costs. The others are playwright's, whose list this one stands in for.
 */
const WITHOUT = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
];

/** What every browser of the tests is started with: quiet, without a sandbox (they run as root in containers). */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${WITHOUT.join(",")}`,
];

/** A headless browser as a process of its own, with a fresh profile. */
export class BrowserProcess {
  private constructor(
    private readonly server: BrowserServer,
    /** To open pages in. */
    readonly browser: Browser,
  ) {}

  /** Starts one, in a network namespace if there is one. */
  static async launch(flags: readonly string[] = [], namespace?: Namespace): Promise<BrowserProcess> {
    const executablePath = (await namespace?.wrap(chromium())) ?? chromium();
    const server = await driver.launchServer({ executablePath, args: [...FLAGS, ...flags] });
    return new BrowserProcess(server, await driver.connect(server.wsEndpoint()));
  }

  /** Ends it as a phone that fell into the water: nothing says goodbye. */
  async kill(): Promise<void> {
    const process = this.server.process();
    const gone = once(process, "exit");
    this.signal("SIGKILL");
    await gone;
  }

  /** Stops all its processes where they are: nothing more is sent, nothing is answered. */
  freeze(): void {
    this.signal("SIGSTOP");
  }

  /** Lets it go on after {@link freeze}. */
  thaw(): void {
    this.signal("SIGCONT");
  }

  async close(): Promise<void> {
    this.thaw();
    await this.server.close();
  }

  /** To the browser and everything that it started: the driver gives each browser a process group. */
  private signal(signal: NodeJS.Signals): void {
    const { pid, exitCode, signalCode } = this.server.process();
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    process.kill(-pid, signal);
  }
}
