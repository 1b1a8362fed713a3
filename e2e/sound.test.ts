import { expect } from "vitest";
import { median } from "./bench/figures";
import { delayed } from "./support/behind";
import { lipSync, noteClaps } from "./support/clap";
import type { Desk } from "./support/desk";
import type { Engine } from "./support/engine";
import { type Show, test } from "./support/show";
import { soundFile } from "./support/sounds";

/** What the ear forgives, in milliseconds. */
const IN_STEP = 40;
/** One look takes eight seconds. */
const SETTLING = { timeout: 60_000 };

/** A desk that hears a clap on program, and notes when it shows and plays one; it runs `before` in its page. */
async function listening(show: Show, ...before: (() => void)[]): Promise<{ engine: Engine; desk: Desk }> {
  const engine = await show.engine();
  const desk = await show.desk(engine, { before: [noteClaps, ...before], lax: true });
  show.publisher(engine, "Clap", "flash.h264", "clap.opus");
  await desk.tile(1).waitFor();
  await desk.press("h");
  await inStep(desk);
  return { engine, desk };
}

/** How late the sound is at the desk: the median of three claps. */
const lateness = async (desk: Desk) => median(await lipSync(desk.page, 3));

/** Waits until sound and picture are together: a desk finds out in some seconds how early its sound can be. */
const inStep = (desk: Desk) => expect.poll(async () => Math.abs(await lateness(desk)), SETTLING).toBeLessThan(IN_STEP);

/** How loud a tile's meter says that its camera is, in dBov. */
const level = async (desk: Desk, camera: number) =>
  Number(await desk.tile(camera).getByTestId("meter").getAttribute("aria-valuenow"));

/** The word at a tile's meter. */
const word = (desk: Desk, camera: number) => desk.tile(camera).getByTestId("meter").textContent();

test("each camera's meter says how loud it is, and when its microphone is off or too loud", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const red = await show.phone("red");
  await red.join(engine.ready.join, "Red");
  await desk.tile(1).waitFor();
  // The phone's browser beeps once a second, and says in each packet how loud it is.
  await expect.poll(() => level(desk, 1)).toBeGreaterThan(-40);
  expect(await word(desk, 1)).toBe("");
  const microphone = (enabled: boolean) =>
    red.page.evaluate((enabled) => {
      for (const { track } of window.peers.at(-1)?.getSenders() ?? []) {
        if (track?.kind === "audio") track.enabled = enabled;
      }
    }, enabled);
  await microphone(false);
  await expect.poll(() => word(desk, 1)).toBe("silent");
  await microphone(true);
  await expect.poll(() => word(desk, 1)).toBe("");

  // A publisher says nothing of how loud it is: its packets are decoded for the meter.
  show.publisher(engine, "Band", "podium.ivf", "band.opus");
  await desk.tile(2).waitFor();
  await expect.poll(() => level(desk, 2)).toBeGreaterThan(-30);
  show.publisher(engine, "Loud", "pits.h264", await soundFile("overloaded"));
  await desk.tile(3).waitFor();
  await expect.poll(() => word(desk, 3)).toBe("TOO LOUD");
  expect(await word(desk, 2)).toBe("");
});

test("whoever sees program as the audience does hears it in step with that: the second screen, and the big monitor", async ({
  show,
}) => {
  const engine = await show.engine();
  const desk = await show.desk(engine, { before: [noteClaps], lax: true });
  await delayed(desk.page, 300);
  await desk.page.reload();
  show.publisher(engine, "Clap", "flash.h264", "clap.opus");
  await desk.tile(1).waitFor();
  const screen = await desk.opening(() => desk.press("p"));
  // Its first picture: only then is the page there that hears its keys.
  await screen.page.getByTestId("program").waitFor();
  await screen.press("h");
  await expect.poll(async () => Math.abs(median(await lipSync(screen.page, 3))), SETTLING).toBeLessThan(IN_STEP);
  await screen.press("h");

  await desk.press("d");
  await desk.page.getByTestId("audience").waitFor();
  await desk.press("h");
  await inStep(desk);
  await desk.press("d");
  await inStep(desk);
});

test("H hears program in step with its picture, a tile's headphones that camera alone", async ({ show }) => {
  const { engine, desk } = await listening(show);

  // A late sound is matched by hand: what is wanted is what is heard.
  expect((await engine.command({ type: "sound_delay", camera: 1, delay: 200 })).status).toBe(204);
  await expect.poll(async () => Math.abs((await lateness(desk)) - 200), SETTLING).toBeLessThan(IN_STEP);
  expect((await engine.command({ type: "sound_delay", camera: 1, delay: 0 })).status).toBe(204);

  // So is a replay of it at its usual speed, with its own sound, whatever is live; in slow motion that is silent.
  const { now } = await engine.snapshot();
  const range = { from: now - 9_000, to: now - 500 };
  expect((await engine.command({ type: "replay", camera: 1, ...range })).status).toBe(204);
  const follows = desk.page.getByTestId("program-sound").locator("option").first();
  await expect.poll(() => follows.textContent()).toBe("The replay’s own sound");
  expect(Math.abs(await lateness(desk))).toBeLessThan(IN_STEP);
  expect((await engine.command({ type: "speed", on: "program", speed: 50 })).status).toBe(204);
  await expect.poll(() => follows.textContent()).toBe("The replay is silent");
  expect((await engine.command({ type: "live" })).status).toBe(204);
  await expect.poll(() => follows.textContent()).toBe("Sound follows the picture");

  // Alone it is heard whatever is on program.
  show.publisher(engine, "Finish", "finish.h264");
  await desk.tile(2).waitFor();
  await desk.tile(1).hover();
  await desk.tile(1).getByTestId("listen").click();
  await expect.poll(() => desk.tile(1).getByTestId("listen").getAttribute("aria-pressed")).toBe("true");
  await inStep(desk);
  await desk.press("2");
  const heard = () => desk.page.evaluate(() => window.claps.heard.length);
  const before = await heard();
  await expect.poll(heard).toBeGreaterThan(before + 2);
});

test("where a page cannot decode sound the engine does it", async ({ show }) => {
  const { desk } = await listening(show, withoutSoundDecoder);
  expect(await desk.page.workers()[0]?.evaluate(() => "AudioDecoder" in self)).toBe(false);
});

test("a desk hears again when its engine is back", async ({ show }) => {
  const { engine, desk } = await listening(show);
  await engine.stop();
  await engine.restart();
  await inStep(desk);
});

test("a desk hears again when what decodes or plays its sound failed", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine, { before: [noteClaps], lax: true });
  show.publisher(engine, "Clap", "flash.h264", "clap.opus");
  await desk.tile(1).waitFor();
  await desk.press("h");
  const heard = () => desk.page.evaluate(() => window.claps.heard.length);
  await expect.poll(heard).toBeGreaterThan(1);
  const failures = [
    () => setTimeout(() => Promise.reject(new Error("nobody waits for this"))),
    () =>
      setTimeout(() => {
        throw new Error("broken");
      }),
  ];
  for (const fail of failures) {
    const next = desk.page.waitForEvent("worker");
    await desk.page.workers()[0]?.evaluate(fail);
    await next;
    const before = await heard();
    await expect.poll(heard).toBeGreaterThan(before + 1);
  }
});

/** Runs in the page: its workers are without a decoder of sound. */
function withoutSoundDecoder(): void {
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      const modules = ["data:text/javascript,delete self.AudioDecoder", new URL(url, location.href).href];
      const text = modules.map((module) => `import ${JSON.stringify(module)};`).join("\n");
      super(URL.createObjectURL(new Blob([text], { type: "text/javascript" })), options);
    }
  };
}
