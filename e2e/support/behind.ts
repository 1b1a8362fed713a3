import type { Page } from "playwright-core";

/**
 * Lets the pages that are opened from now on hear that every camera's playout delay is so many milliseconds: a network
 * that needs that much would be the longest part of a test.
 */
export async function delayed(page: Page, milliseconds: number): Promise<void> {
  await page.context().routeWebSocket(/\/control\?/, (socket) => {
    const engine = socket.connectToServer();
    engine.onMessage((text) => {
      const message = JSON.parse(String(text));
      const cameras =
        message.snapshot?.cameras ?? (message.event?.event.camera?.feed ? [message.event.event.camera] : []);
      for (const camera of cameras) camera.playout_delay = milliseconds;
      socket.send(JSON.stringify(message));
    });
  });
}

/** How much later than one page another shows the newest clap that both have shown, in milliseconds. */
export async function behind(page: Page, other: Page): Promise<number> {
  const seen = (of: Page) => of.evaluate(() => window.claps.seen.map((at) => performance.timeOrigin + at));
  const [ours, theirs] = [await seen(page), await seen(other)];
  const newest = theirs.at(-1) ?? Number.NaN;
  const before = ours.filter((at) => at <= newest).at(-1) ?? Number.NaN;
  return newest - before;
}
