import { BrowserProcess } from "../support/browser";
import { Engine } from "../support/engine";
import { Publisher } from "../support/publisher";
import type { Camera, Size } from "./camera";
import { takeHold } from "./holding";
import { LANGUAGES } from "./languages";

const SIZES: readonly Size[] = [
  { width: 1920, height: 1080 },
  { width: 1024, height: 768 },
];

/** The second screen, as its own page: what a projector shows. */
export async function takeScreen(camera: Camera): Promise<void> {
  for (const language of LANGUAGES) {
    const engine = await Engine.start();
    const browser = await BrowserProcess.launch();
    const [first] = SIZES;
    const page = await browser.browser.newPage(first ? { viewport: first } : {});
    const take = (state: string) => camera.take(page, { page: "screen", state, language }, SIZES);
    let publisher: Publisher | undefined;
    try {
      const url = new URL("/screen.html", engine.ready.desk);
      url.searchParams.set("lang", language);
      url.hash = new URL(engine.ready.desk).hash;
      await page.goto(url.href);
      await page.getByTestId("slate").waitFor();
      await take("opened");
      publisher = Publisher.start(engine.ready, "Finish line", "finish.h264");
      await page.getByTestId("program").waitFor();
      await take("program");
      await takeHold(engine, page, language, take);
      await page.getByTestId("program").waitFor();
      await publisher.stop();
      await page.getByTestId("slate").waitFor();
      await take("slate");
    } finally {
      await browser.close();
      await publisher?.stop();
      await engine.dispose();
    }
  }
}
