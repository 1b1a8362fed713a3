import type { Browser, Page } from "playwright-core";

/** A display that a browser believes in. */
export interface Display {
  readonly label: string;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/** The displays of a computer, side by side; the first one is its main display. */
export class Displays {
  constructor(readonly all: readonly Display[]) {}

  /** What makes headless Chromium believe in them. */
  get flags(): string[] {
    const screens = this.all.map(({ label, left, width, height }) => `{${left},0 ${width}x${height} label=${label}}`);
    return [`--screen-info=${screens.join("")}`];
  }

  /** Unplugs one. */
  async unplug(page: Page, label: string): Promise<void> {
    const session = await page.context().newCDPSession(page);
    const { screenInfos } = await session.send("Emulation.getScreenInfos");
    const screen = screenInfos.find((one) => one.label === label);
    if (screen === undefined) throw new Error(`there is no display ${label}`);
    await session.send("Emulation.removeScreen", { screenId: screen.id });
  }
}

/** Answers the browser's question whether the page may know the displays: there is nobody to ask without a window. */
export async function letKnow(browser: Browser, page: Page): Promise<void> {
  const { targetInfo } = await (await page.context().newCDPSession(page)).send("Target.getTargetInfo");
  const session = await browser.newBrowserCDPSession();
  await session.send("Browser.grantPermissions", {
    permissions: ["windowManagement"],
    browserContextId: targetInfo.browserContextId ?? "",
  });
}
