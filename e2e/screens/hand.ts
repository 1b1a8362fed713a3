import { Engine } from "../support/engine";
import { haveMoreControls, holdUpright, Phone } from "../support/phone";
import type { Camera, Size } from "./camera";

/** Held upright and sideways, a large phone and a small one. */
export const SIZES: readonly Size[] = [
  { width: 390, height: 844 },
  { width: 844, height: 390 },
  { width: 320, height: 568 },
  { width: 568, height: 320 },
];

/** What the hand sets, with all that a phone's camera can have; and the phone held upright. */
export async function takeHand(camera: Camera, language: "en" | "fr"): Promise<void> {
  const engine = await Engine.start();
  const phone = await Phone.open("red", { language, lenses: 4, before: [haveMoreControls] });
  const upright = await Phone.open("blue", { language, lenses: 1, before: [holdUpright] });
  const take = (state: string, { page } = phone) => camera.take(page, { page: "phone", state, language }, SIZES);
  try {
    await phone.join(engine.ready.join, "Door");
    await phone.page.locator("#signal:not([hidden])").waitFor();
    await phone.page.getByTestId("zoom").fill("2.5");
    await phone.page.getByTestId("torch").click();
    await phone.page.getByTestId("message").waitFor();
    await take("refused");
    await phone.page.getByTestId("look").click();
    await phone.page.getByTestId("grid").click();
    await take("looks");
    await phone.page.getByTestId("lens").click();
    await take("lenses");
    await upright.join(engine.ready.join, "Roof");
    await upright.page.getByTestId("turn").waitFor();
    await upright.page.locator("#signal:not([hidden])").waitFor();
    await take("upright", upright);
  } finally {
    await Promise.all([phone.close(), upright.close()]);
    await engine.dispose();
  }
}
