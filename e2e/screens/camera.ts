import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";

/** A size that a page is looked at in, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture of a page, and what it is of. */
export interface Shot {
  readonly page: string;
  readonly state: string;
  readonly language: string;
  readonly size: Size;
  readonly file: string;
}

/** Takes pictures of pages into a folder, one file each. */
export class Camera {
  readonly shots: Shot[] = [];

  constructor(readonly folder: string) {}

  /** Takes a page's state in each of the sizes; afterwards the page has the first one again. */
  async take(page: Page, of: Omit<Shot, "file" | "size">, sizes: readonly Size[]): Promise<void> {
    await mkdir(path.join(this.folder, of.page), { recursive: true });
    for (const size of sizes) {
      if (sizes.length > 1) await page.setViewportSize(size);
      // What is laid out anew is drawn two display frames later.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const name = `${of.state}-${of.language}-${size.width}x${size.height}.png`.replaceAll(" ", "-");
      const file = path.join(this.folder, of.page, name);
      await page.screenshot({ path: file });
      this.shots.push({ ...of, size, file });
    }
    const [first] = sizes;
    if (first !== undefined && sizes.length > 1) await page.setViewportSize(first);
  }
}
