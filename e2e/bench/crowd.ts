import { setTimeout } from "node:timers/promises";
import { Desk } from "../support/desk";
import { Engine } from "../support/engine";
import { Publisher } from "../support/publisher";
import type { Figures } from "./figures";
import { measures } from "./measures";
import { installReader, watchDesk } from "./stamp";

/** Until connections stand and the desk has found its pace; and how long is counted then. */
const [SETTLE_MS, COUNT_MS] = [5000, 5000];

/** Measures how fluent program and tiles are with so many cameras of pre-encoded pictures: the desk alone works. */
export async function measureCrowd(cameras: number, figures: Figures): Promise<void> {
  const engine = await Engine.start();
  const closing: (() => Promise<unknown>)[] = [() => engine.dispose()];
  try {
    const desk = await Desk.open(engine.ready.desk, { before: [installReader, watchDesk] });
    closing.push(() => desk.close());
    for (let camera = 1; camera <= cameras; camera++) {
      const publisher = Publisher.start(engine.ready, `Camera ${camera}`, "pits.h264");
      closing.push(() => publisher.stop());
    }
    await desk.tile(cameras).waitFor();
    await setTimeout(SETTLE_MS);
    const drawn = () =>
      desk.page.evaluate(() => ({ ...window.drawn, at: performance.now() }) as Record<string, number>);
    const before = await drawn();
    await setTimeout(COUNT_MS);
    const after = await drawn();
    const rate = (where: string) =>
      (1000 * ((after[where] ?? 0) - (before[where] ?? 0))) / ((after.at ?? 0) - (before.at ?? 0));
    figures.add(measures.programRate(cameras), "régie", [rate("program")]);
    const tiles = Array.from({ length: cameras }, (_, tile) => rate(String(tile + 1)));
    figures.add(measures.tileRate(cameras), "régie", tiles);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}
