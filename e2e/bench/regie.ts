import { setTimeout } from "node:timers/promises";
import type { Page } from "playwright-core";
import { BrowserProcess } from "../support/browser";
import { Desk } from "../support/desk";
import { Engine } from "../support/engine";
import type { Figures } from "./figures";
import { sightings, sincePress } from "./sightings";
import { installReader, installStampedCamera, watchProgram } from "./stamp";

/** How old a picture is at least that can only be a replay's. */
const OLD_MS = 700;
/** How old a picture is at most that can only be live. */
const FRESH_MS = 600;
/** How long program has gone on before a replay: then its first picture is old enough to be known. */
const SHOWN_MS = 2000;

/** How much is measured in a round. */
export interface Amount {
  readonly pictures: number;
  readonly cuts: number;
  readonly replays: number;
}

/** Measures phones, engine and desk with so many cameras. */
export async function measureRegie(cameras: number, amount: Amount, figures: Figures): Promise<void> {
  const of = `, ${cameras} ${cameras === 1 ? "camera" : "cameras"}`;
  const engine = await Engine.start();
  const closing: (() => Promise<unknown>)[] = [() => engine.dispose()];
  try {
    const desk = await Desk.open(engine.ready.desk, { before: [installReader, watchProgram] });
    closing.push(() => desk.close());
    for (let source = 0; source < cameras; source++) {
      const phone = await StampedPhone.open(source);
      closing.push(() => phone.close());
      const started = await phone.join(engine.ready.join);
      await desk.tile(source + 1).waitFor();
      if (source > 0) continue;
      const first = await desk.page.waitForFunction(() => window.sightings[0]?.at);
      figures.add("join: Start → picture on the desk", ((await first.jsonValue()) ?? Number.NaN) - started);
    }
    const seen = await sightings(desk.page, amount.pictures);
    figures.add(`glass to canvas: régie${of}`, ...seen.map(({ age }) => age));
    const shown = seen.flatMap(({ at, age, shownAt }) => (shownAt === undefined ? [] : [age + shownAt - at]));
    figures.add(`glass to glass: régie${of}`, ...shown);

    if (cameras > 1) {
      for (let cut = 1; cut <= amount.cuts; cut++) {
        const source = cut % 2;
        await desk.tile(source + 1).click();
        figures.add(`cut: click → new picture${of}`, await sincePress(desk.page, { source }));
      }
    }
    for (let replay = 0; replay < amount.replays; replay++) {
      await shownFor(engine, SHOWN_MS);
      await desk.press("r");
      figures.add(`replay: key → first picture${of}`, await sincePress(desk.page, { older: OLD_MS }));
      await desk.press("l");
      await sincePress(desk.page, { newer: FRESH_MS });
    }
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** Waits until there is something to replay. */
async function shownFor(engine: Engine, milliseconds: number): Promise<void> {
  for (;;) {
    const { now, history } = await engine.snapshot();
    if (now - (history.at(-1)?.since ?? now) > milliseconds) return;
    // Asking takes the processor from what is measured next.
    await setTimeout(50);
  }
}

/** A phone page whose camera's pictures are stamped. */
class StampedPhone {
  private constructor(
    private readonly process: BrowserProcess,
    private readonly page: Page,
  ) {}

  static async open(source: number): Promise<StampedPhone> {
    const process = await BrowserProcess.launch([
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
    ]);
    const context = await process.browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.addInitScript(installStampedCamera, source);
    await page.addInitScript(installReader);
    return new StampedPhone(process, page);
  }

  /** Presses Start; gives back when, by the machine's clock. */
  async join(join: string): Promise<number> {
    await this.page.goto(join);
    await this.page.getByTestId("start").click();
    return this.page.evaluate(() => window.pressedAt);
  }

  close(): Promise<void> {
    return this.process.close();
  }
}
