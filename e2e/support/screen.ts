import type { Page } from "playwright-core";
import { nameOf } from "./colours";
import { pixel } from "./pixel";

/** The desk's second screen in a browser. */
export class Screen {
  constructor(
    /** The page. */
    readonly page: Page,
  ) {}

  /** Whose colour the middle of what the audience sees has; "slate" when that is on. */
  async shows(): Promise<string> {
    if (await this.page.getByTestId("slate").isVisible()) return "slate";
    return nameOf(await pixel(this.page.getByTestId("program"), 0.5, 0.5));
  }

  /** Where its window is, and how large. */
  place(): Promise<number[]> {
    return this.page.evaluate(() => [screenX, screenY, outerWidth, outerHeight]);
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  /** Presses Escape, and waits until its window is gone. */
  async leave(): Promise<void> {
    // It goes while the key is down.
    await Promise.all([this.page.waitForEvent("close"), this.press("Escape").catch(() => undefined)]);
  }
}
