import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { nameOf } from "../support/colours";
import type { Ready } from "../support/engine";
import { built, ROOT } from "../support/programs";
import { test as plain } from "../support/show";
import { Display } from "./display";
import { Driver } from "./driver";
import { flags } from "./shell";
import { Session } from "./webdriver";

/** The desk in its own window: the shell that `npm start` opens, driven from outside. */
export class Window {
  private constructor(
    private readonly display: Display,
    private readonly driver: Driver,
    private readonly dataDir: string,
    /** The page in the window. */
    readonly session: Session,
  ) {}

  /** Opens it with a data directory of its own; a port for the phones that is not free makes it fail to start. */
  static async open(httpsPort?: number): Promise<Window> {
    return Window.openOn(await Display.open(), httpsPort);
  }

  /** Opens it on a display, which is closed with it. */
  static async openOn(display: Display, httpsPort?: number): Promise<Window> {
    const driver = await Driver.start(display);
    const dataDir = await mkdtemp(path.join(tmpdir(), "regie-window-"));
    const session = await Session.open(driver.url, built("regie-desktop"), [
      ...["--data-dir", dataDir, "--ready-file", path.join(dataDir, "ready.json")],
      ...flags(httpsPort),
    ]);
    return new Window(display, driver, dataDir, session);
  }

  /** Where its engine is. */
  async ready(): Promise<Ready> {
    return JSON.parse(await readFile(path.join(this.dataDir, "ready.json"), "utf8")) as Ready;
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
    await rm(this.dataDir, { recursive: true, force: true });
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

/** A test with the desk's window and phones of its own. */
export const test = plain.extend<{ desk: Window }>({
  desk: async ({ task }, use) => {
    const desk = await Window.open();
    await use(desk);
    if (task.result?.state === "fail") await desk.report(task.name);
    await desk.close();
  },
});
