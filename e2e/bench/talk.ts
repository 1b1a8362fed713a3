import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Desk } from "../support/desk";
import { Engine } from "../support/engine";
import { heard, microphone } from "../support/microphone";
import { Phone } from "../support/phone";
import { median, quantile } from "./figures";
import { keepMicrophone, noteOnsets, onsets } from "./onsets";
import { conclude, OPTIONS } from "./results";

/** From one word of the fake microphone to the next, in milliseconds: what is later is another word. */
const WORD_MS = 600;
const HERTZ = 1000;
/** From the first picture to the first word. */
const SETTLE_MS = 12_000;

/**
 * How long the director's voice takes to a phone, on the loopback: from the desk's microphone, as its browser gives it
 * out, to the phone's output, both by this machine's clock. `--seconds N` of talk, and {@link OPTIONS}.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { seconds: { type: "string", default: "20" }, ...OPTIONS } });
  const engine = await Engine.start();
  const desk = await Desk.open(engine.ready.desk, {
    flags: await microphone(HERTZ),
    lax: true,
    before: [keepMicrophone],
  });
  const phone = await Phone.open("red", { lax: true });
  try {
    await phone.join(engine.ready.join, "Red");
    await desk.tile(1).waitFor();
    await phone.page.getByTestId("listen").click();
    // A phone that has just come makes both browsers busy, and its buffer remembers that for ten seconds.
    await sleep(SETTLE_MS);
    await desk.page.keyboard.down("t");
    while ((await heard(phone.page, "director")).level < -50) await sleep(100);
    await sleep(2000);
    await noteOnsets(desk.page, { microphone: true });
    await noteOnsets(phone.page, { testId: "director" });
    await sleep(Number(values.seconds) * 1000);
    const [said, came] = [await onsets(desk.page), await onsets(phone.page)];
    const delays = came.at.flatMap((at) => {
      const word = said.at.filter((begun) => begun <= at && at - begun < WORD_MS).at(-1);
      return word === undefined ? [] : [at - word];
    });
    const figures = {
      words: delays.length,
      median: median(delays),
      p95: quantile(delays, 0.95),
      worst: Math.max(...delays),
    };
    console.log("\nthe director's voice: microphone of the desk → output of the phone, in milliseconds");
    console.log(`  ${figures.words} words: median ${figures.median}, p95 ${figures.p95}, worst ${figures.worst}`);
    console.log(`  and the phone's loudspeaker, as its browser says: ${Math.round(came.loudspeaker)}`);
    await conclude(
      "bench-talk",
      { ...figures, loudspeaker: came.loudspeaker, delays },
      { talk: [figures.p95] },
      values,
    );
  } finally {
    await phone.close();
    await desk.close();
    await engine.dispose();
  }
}
