import { setTimeout } from "node:timers/promises";
import type { Page } from "playwright-core";
import { BrowserProcess } from "../support/browser";
import { Desk } from "../support/desk";
import { Engine } from "../support/engine";
import type { Namespace } from "../support/namespace";
import type { Amount } from "./amount";
import { Breakdown } from "./breakdown";
import { watchReplay } from "./completeness";
import type { Figures, What } from "./figures";
import { LightDesk } from "./light-desk";
import { measures } from "./measures";
import { type Sent, watchSenders } from "./senders";
import { sightings, sincePress, warmUp } from "./sightings";
import { installReader, installStampedCamera, keepPeer, noteEncoded, type Scene, watchDesk } from "./stamp";

/** How long program has gone on before a replay: then its first picture is old enough to be known. */
const SHOWN_MS = 2000;
/** What a replay shows at most. */
export const REPLAY_MS = 10_000;

/** Measures phones, engine and desk with so many cameras. */
export async function measureRegie(
  cameras: number,
  amount: Amount,
  figures: Figures,
  breakdown?: Breakdown,
): Promise<Sent[]> {
  const add = (what: (cameras: number) => What, ...values: number[]) => figures.add(what(cameras), "régie", values);
  const engine = await Engine.start(breakdown ? { log: Breakdown.LOG } : {});
  const closing: (() => Promise<unknown>)[] = [() => engine.dispose()];
  try {
    const desk = await Desk.open(engine.ready.desk, { before: [installReader, watchDesk] });
    closing.push(() => desk.close());
    const phones: StampedPhone[] = [];
    for (let source = 0; source < cameras; source++) {
      const phone = await StampedPhone.open({ source }, breakdown ? [noteEncoded] : []);
      closing.push(() => phone.close());
      phones.push(phone);
      const started = await phone.join(engine.ready.join);
      const tile = String(source + 1);
      const first = await desk.page.waitForFunction((tile) => window.firstOnTile[tile], tile);
      add(measures.join, ((await first.jsonValue()) ?? Number.NaN) - started);
    }
    await warmUp(desk.page);
    // It asks for no picture, so that the measured desk is the only one that is sent any.
    const figuresOf = await LightDesk.open(engine, false);
    closing.push(async () => figuresOf.close());
    const sent = await watchSenders(phones.map(({ page }) => page));
    const seen = await sightings(desk.page, amount.pictures);
    const valid = await sent();
    add(measures.glassToScreen, ...seen.displayed.map(({ age }) => age));
    add(measures.glassToPage, ...seen.handed.map(({ age }) => age));
    const [first] = phones;
    if (first) await breakdown?.take(cameras, { phone: first.page, engine, desk: desk.page, seen, sent: valid });

    if (cameras > 1) {
      for (let cut = 1; cut <= amount.cuts; cut++) {
        const source = cut % 2;
        await desk.press(String(source + 1));
        const since = await sincePress(desk.page, { source });
        add(measures.cut, since.displayed);
        add(measures.cutFrames, since.frames);
      }
    }
    for (let replay = 0; replay < amount.replayStarts; replay++) {
      await shownFor(engine, SHOWN_MS);
      await desk.press("r");
      add(measures.replay, (await sincePress(desk.page, { older: measures.OLD_MS })).displayed);
      await desk.press("l");
      await sincePress(desk.page, { newer: measures.FRESH_MS });
    }
    for (let replay = 0; replay < amount.replays; replay++) {
      await shownFor(engine, REPLAY_MS);
      const watched = await watchReplay(desk.page);
      await desk.press("r");
      add(measures.replay, (await sincePress(desk.page, { older: measures.OLD_MS })).displayed);
      await desk.page.getByTestId("replay-badge").waitFor({ state: "hidden" });
      await shownFor(engine, measures.FRESH_MS);
      const { shown, inOrder, milliseconds } = await watched(REPLAY_MS);
      add(measures.replayShown, shown);
      add(measures.replayInOrder, inOrder);
      add(measures.replayLength, milliseconds);
    }
    // One each two seconds is asked for by every ring.
    add(measures.keyframe, ...figuresOf.takeKeyframes());
    return valid;
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** Waits until program has shown the same for so long. */
async function shownFor(engine: Engine, milliseconds: number): Promise<void> {
  for (;;) {
    const { now, history } = await engine.snapshot();
    if (now - (history.at(-1)?.since ?? now) > milliseconds) return;
    // Asking takes the processor from what is measured next.
    await setTimeout(50);
  }
}

/** A phone page whose camera's pictures are stamped. */
export class StampedPhone {
  private constructor(
    private readonly process: BrowserProcess,
    readonly page: Page,
  ) {}

  /** Opens one, in a network namespace if there is one. */
  static async open(scene: Scene, before: readonly (() => void)[] = [], namespace?: Namespace): Promise<StampedPhone> {
    const flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];
    const process = await BrowserProcess.launch(flags, namespace);
    // A script of the bench's own runs in a worker, which the page's policy would refuse.
    const context = await process.browser.newContext({ ignoreHTTPSErrors: true, bypassCSP: before.length > 0 });
    const page = await context.newPage();
    await page.addInitScript(installStampedCamera, scene);
    await page.addInitScript(installReader);
    await page.addInitScript(keepPeer);
    for (const script of before) await page.addInitScript(script);
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
