import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { nameOf } from "../support/colours";
import type { Ready } from "../support/engine";
import { built, ROOT } from "../support/programs";
import { Display } from "./display";
import { Driver } from "./driver";
import { flags } from "./shell";
import { Session } from "./webdriver";

/** How a window is opened. */
export interface WindowOptions {
  /** A port for the phones; one that is not free makes the régie fail to start. A free one if none is said. */
  readonly httpsPort?: number;
  /** How it composites: without, if nothing is said. `auto` tries first what this machine draws best. */
  readonly compositing?: "auto" | "on" | "off";
  /** Where it keeps what it keeps: a folder of its own if none is said. */
  readonly dataDir?: string;
  /** More for its environment. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A stretch in which a window was drawn one way, as the shell keeps it. */
export interface Drawn {
  /** Pictures a second that stood in a turn of the page. */
  readonly pictures: number;
  /** Turns of the page a second. */
  readonly turns: number;
  /** Cores that it took. */
  readonly cores: number;
  /** Share of the window that had the pictures' colour. */
  readonly seen: number;
}

/** What the shell keeps of a trial. */
export interface Tried {
  readonly compositing: "on" | "off";
  readonly trial: "measured" | "failed";
  readonly without?: Drawn;
  readonly with?: Drawn;
  readonly reason?: string;
  readonly machine: readonly string[];
}

/** The desk in its own window: the shell that `npm start` opens, driven from outside. */
export class Window {
  private constructor(
    private readonly display: Display,
    private readonly driver: Driver,
    private readonly dataDir: string,
    private readonly isDataOwn: boolean,
    /** The page in the window. */
    readonly session: Session,
  ) {}

  /** Opens it on a display of its own. */
  static async open(options: WindowOptions = {}): Promise<Window> {
    return Window.openOn(await Display.open(), options);
  }

  /** Opens it on a display, which is closed with it. */
  static async openOn(display: Display, options: WindowOptions = {}): Promise<Window> {
    const driver = await Driver.start({ ...display.env, ...options.env });
    const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), "regie-window-")));
    const session = await Session.open(driver.url, built("regie-desktop"), [
      ...["--data-dir", dataDir, "--ready-file", path.join(dataDir, "ready.json")],
      ...["--compositing", options.compositing ?? "off"],
      ...flags(options.httpsPort),
    ]);
    return new Window(display, driver, dataDir, options.dataDir === undefined, session);
  }

  /** Where its engine is. */
  async ready(): Promise<Ready> {
    return JSON.parse(await readFile(path.join(this.dataDir, "ready.json"), "utf8")) as Ready;
  }

  /** What its first start found of how this machine draws; nothing where none was tried. */
  async tried(): Promise<Tried | undefined> {
    const file = path.join(this.dataDir, "compositing.json");
    const text = await readFile(file, "utf8").catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as Tried);
  }

  /** Everything that it logged. */
  get log(): string {
    return this.driver.log;
  }

  /** Each tile in short: its number, name, state and tally. */
  tiles(): Promise<string[]> {
    return this.session.run(() =>
      [...document.querySelectorAll('[data-testid="tile"]')].map((tile) =>
        ["data-number", "data-name", "data-state", "data-tally"].map((name) => tile.getAttribute(name)).join(" "),
      ),
    );
  }

  /** Whose colour the middle of the program picture has. */
  program(): Promise<string> {
    return this.colour('[data-testid="program"]');
  }

  /** Whose colour the middle of a camera's tile has. */
  picture(number: number): Promise<string> {
    return this.colour(`[data-testid="tile"][data-number="${number}"] canvas`);
  }

  /** Whose colour the middle of the cue has. */
  cue(): Promise<string> {
    return this.colour('[data-testid="cue"]');
  }

  /** Whether an element can be seen. */
  sees(testId: string): Promise<boolean> {
    return this.session.run(
      (id) => document.querySelector(`[data-testid="${id}"]`)?.checkVisibility() ?? false,
      testId,
    );
  }

  /** The text of an element. */
  text(testId: string): Promise<string | undefined> {
    return this.session.run((id) => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? undefined, testId);
  }

  press(key: string): Promise<void> {
    return this.session.press(key);
  }

  /** Shows what was seen and logged when a test failed. */
  async report(test: string): Promise<void> {
    const folder = path.join(ROOT, ".cache", "e2e", "failed");
    await mkdir(folder, { recursive: true });
    const file = path.join(folder, `${test.replaceAll(/\W+/g, "-")}-window.png`);
    await writeFile(file, await this.session.screenshot());
    console.error(`screenshot: ${file}\n${this.driver.log.split("\n").slice(-60).join("\n")}`);
  }

  async close(): Promise<void> {
    await this.session.close();
    await this.driver.close();
    await this.display.close();
    if (this.isDataOwn) await rm(this.dataDir, { recursive: true, force: true });
  }

  private async colour(selector: string): Promise<string> {
    const pixel = await this.session.run((selector) => {
      const source = document.querySelector<HTMLCanvasElement>(selector);
      const ctx = new OffscreenCanvas(1, 1).getContext("2d");
      if (!source?.width || !source.height || ctx === null) return [0, 0, 0];
      ctx.drawImage(source, source.width >> 1, source.height >> 1, 1, 1, 0, 0, 1, 1);
      return Array.from(ctx.getImageData(0, 0, 1, 1).data.slice(0, 3));
    }, selector);
    return nameOf(pixel);
  }
}
