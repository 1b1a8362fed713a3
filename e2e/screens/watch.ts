import { BrowserProcess } from "../support/browser";
import { Engine } from "../support/engine";
import { Publisher } from "../support/publisher";
import { watchPage } from "../support/viewer";
import type { Camera, Size } from "./camera";
import { takeHold } from "./holding";
import { LANGUAGES } from "./languages";

const SIZES: readonly Size[] = [
  { width: 390, height: 844 },
  { width: 1280, height: 720 },
];

/** The page of those who watch, before, during and after a show. */
export async function takeWatch(camera: Camera): Promise<void> {
  for (const language of LANGUAGES) {
    const engine = await Engine.start({ viewers: 1 });
    const browser = await BrowserProcess.launch(["--autoplay-policy=no-user-gesture-required"]);
    const [first] = SIZES;
    const page = await browser.browser.newPage({ ...(first ? { viewport: first } : {}), locale: language });
    const take = (state: string) => camera.take(page, { page: "watch", state, language }, SIZES);
    const settled = (state: string) => page.locator(`html[data-state="${state}"]`).waitFor();
    let publisher: Publisher | undefined;
    try {
      await page.goto(watchPage(engine, `?lang=${language}`));
      await settled("waiting");
      await take("waiting");
      publisher = Publisher.start(engine.ready, "Finish line", "finish.h264", "crowd.opus");
      await settled("playing");
      await page.mouse.move(100, 100);
      await take("playing");
      await takeHold(engine, page, language, take);
      await settled("playing");
      await publisher.stop();
      await settled("paused");
      await take("paused");
      const second = await browser.browser.newPage({ ...(first ? { viewport: first } : {}), locale: language });
      await second.goto(watchPage(engine, `?lang=${language}`));
      await second.locator('html[data-state="full"]').waitFor();
      await camera.take(second, { page: "watch", state: "full", language }, SIZES);
      await second.close();
      await engine.stop("SIGKILL");
      await settled("lost");
      await take("lost");
    } finally {
      await browser.close();
      await publisher?.stop();
      await engine.dispose();
    }
  }
}
