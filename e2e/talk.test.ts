import { expect } from "vitest";
import type { Desk } from "./support/desk";
import { heard, microphone } from "./support/microphone";
import type { Phone } from "./support/phone";
import { test } from "./support/show";

const HERTZ = 1000;
/** What is above it is a voice, and below it none. In dB of full scale. */
const VOICE = -50;

/** What a phone plays of the director: the pitch to 50 Hz, or silence. */
async function voice(phone: Phone): Promise<number | "silence"> {
  const { level, hertz } = await heard(phone.page, "director");
  return level < VOICE ? "silence" : Math.round(hertz / 50) * 50;
}

/** The name of the ICE session that the desk has answered. */
const fragment = ({ page }: Phone) =>
  page.evaluate(() => window.peers.at(-1)?.remoteDescription?.sdp.match(/a=ice-ufrag:(.*)/)?.[1]);

const speaking = (desk: Desk) => desk.page.getByTestId("talk").getAttribute("aria-pressed");

test("while a key is held the director is heard at the phones that listen, and at no other", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine, { flags: await microphone(HERTZ) });
  const [red, blue] = [await show.phone("red"), await show.phone("blue")];
  await red.join(engine.ready.join, "Red");
  await desk.tile(1).waitFor();
  await blue.join(engine.ready.join, "Blue");
  await desk.tile(2).waitFor();
  await expect.poll(() => red.state()).toMatch(/live|on-air/);
  await red.page.getByTestId("listen").click();

  // All are spoken to: one listens.
  await desk.page.keyboard.down("t");
  await expect.poll(() => speaking(desk)).toBe("true");
  await expect.poll(() => voice(red)).toBe(HERTZ);
  expect(await voice(blue)).toBe("silence");
  // A cut is one key more.
  await desk.press("2");
  await expect.poll(() => blue.tally()).toBe("program");
  expect(await voice(red)).toBe(HERTZ);
  await desk.page.keyboard.up("t");
  await expect.poll(() => voice(red)).toBe("silence");
  expect(await speaking(desk)).toBe("false");

  // One is spoken to: the one on program. The other listens, and hears nothing.
  await blue.page.getByTestId("listen").click();
  await desk.page.keyboard.down("Shift");
  await desk.page.keyboard.down("T");
  await expect.poll(() => voice(blue)).toBe(HERTZ);
  expect(await voice(red)).toBe("silence");
  // A page that no longer has the keyboard hears no key go up.
  await desk.page.evaluate(() => window.dispatchEvent(new Event("blur")));
  await expect.poll(() => voice(blue)).toBe("silence");
  await desk.page.keyboard.up("T");
  await desk.page.keyboard.up("Shift");

  // Over another way the voice goes on in the session that it has: ICE is restarted by a fragment.
  const before = await fragment(red);
  await red.page.evaluate(() => dispatchEvent(new Event("online")));
  await expect.poll(() => fragment(red)).not.toBe(before);
  await desk.page.keyboard.down("t");
  await expect.poll(() => voice(red)).toBe(HERTZ);
  // A desk that is gone speaks no more.
  await desk.page.close();
  await expect.poll(() => voice(red)).toBe("silence");
  expect(await red.page.evaluate(() => window.peers.length)).toBe(1);
});
