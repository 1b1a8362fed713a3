import { expect } from "vitest";
import type { Command } from "../ui/src/protocol/Command";
import type { Engine } from "./support/engine";
import { haveMoreControls } from "./support/phone";
import { test } from "./support/show";

async function command(engine: Engine, one: Command): Promise<void> {
  expect((await engine.command(one)).status, JSON.stringify(one)).toBe(204);
}

const camera = async (engine: Engine) => {
  const [first] = (await engine.snapshot()).cameras;
  if (!first) throw new Error("no camera");
  return first;
};

test("a phone is told what to do, says what it sees, and says when its camera was taken away", async ({ show }) => {
  const engine = await show.engine();
  const phone = await show.phone("red");
  await phone.join(engine.ready.join, "Door");
  await expect.poll(() => phone.badge()).toBe("1 Door");
  const cue = phone.page.getByTestId("cue");
  expect(await cue.isVisible()).toBe(false);
  await command(engine, { type: "cue", camera: 1, text: "Wider, please" });
  await cue.waitFor();
  expect(await cue.textContent()).toContain("Wider, please");
  expect((await camera(engine)).cue?.seen ?? null).toBe(null);
  await cue.click();
  await expect.poll(() => cue.isVisible()).toBe(false);
  await expect.poll(async () => (await camera(engine)).cue?.seen ?? null).not.toBe(null);

  // It is on program: nobody has to be asked to take it.
  show.publisher(engine, "Other", "podium.ivf");
  await expect.poll(async () => (await engine.snapshot()).cameras[1]?.state).toBe("live");
  await command(engine, { type: "cut", camera: 2 });
  await expect.poll(() => phone.tally()).not.toBe("program");
  const call = phone.page.getByTestId("call");
  await call.click();
  await expect.poll(async () => (await camera(engine)).calls).not.toBe(null);
  await command(engine, { type: "answer", camera: 1 });
  await expect.poll(() => call.getAttribute("aria-pressed")).toBe("false");

  await phone.page.getByTestId("mark").click();
  await expect.poll(async () => (await engine.snapshot()).marks.map(({ label }) => label)).toEqual(["Door"]);
  // What was worth it is over when somebody presses.
  const { marks, now } = await engine.snapshot();
  expect(marks[0]?.at).toBeLessThanOrEqual(Math.max(0, now - 5_000));

  await expect.poll(async () => (await camera(engine)).phone.interrupted).toBe(false);
  await phone.page.evaluate(() => {
    const [peer] = window.peers.slice(-1);
    const track = peer?.getSenders().find((one) => one.track?.kind === "video")?.track;
    if (!track) throw new Error("no picture");
    Object.defineProperty(track, "muted", { value: true });
    track.dispatchEvent(new Event("mute"));
  });
  await expect.poll(async () => (await camera(engine)).phone.interrupted).toBe(true);
  expect((await camera(engine)).health).toBe("bad");
});

test("the desk sets a phone's camera, writes to it, hears it call, and says that program left it", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  // Pictures that stand still would be taken for frozen.
  const phone = await show.phone("red", { lenses: 1, before: [haveMoreControls] });
  await phone.join(engine.ready.join, "Door");
  await expect.poll(async () => (await camera(engine)).controls.zoom?.max).toBe(8);
  const other = await show.phone("blue", { lenses: 1 });
  await other.join(engine.ready.join, "Roof");
  await expect.poll(async () => (await engine.snapshot()).cameras[1]?.state).toBe("live");

  // The tile in focus has its panel at E: what its phone offers, and nothing else.
  await desk.tile(1).locator(".tile-cut").focus();
  await desk.press("e");
  const panel = desk.page.getByTestId("camera-panel");
  const zoom = panel.getByTestId("control-zoom");
  await zoom.fill("3");
  await expect.poll(async () => (await camera(engine)).controls.zoom?.value).toBe(3);
  expect(await panel.getByTestId("control-exposure").isVisible()).toBe(true);
  expect(await panel.getByTestId("control-lens").isVisible()).toBe(false);
  await panel.getByTestId("control-torch").check();
  await expect.poll(() => panel.getByTestId("controls").textContent()).toContain("The phone refused: Light");

  await panel.getByTestId("cue-wider").click();
  await phone.page.getByTestId("cue").click();
  await desk.tile(1).getByText("“Wider” · seen").waitFor();

  await desk.press("1");
  await expect.poll(() => other.tally()).not.toBe("program");
  await other.page.getByTestId("call").click();
  await desk.tile(2).getByTestId("call").click();
  await expect.poll(async () => (await engine.snapshot()).cameras[1]?.calls).toBe(null);

  // All of them with their figures.
  await desk.press("y");
  const rows = desk.page.getByTestId("list").getByTestId("list-row");
  await expect
    .poll(() => rows.allTextContents())
    .toEqual([
      expect.stringMatching(/^1Door.*1280×720 · \d+ fps/),
      expect.stringMatching(/^2Roof.*1280×720 · \d+ fps/),
    ]);
  await rows.first().click();
  await panel.waitFor();

  // Armed it is seen without opening anything; used, it says which camera failed, until that is understood.
  await desk.press("o");
  await desk.page.getByTestId("fallback-to").selectOption("2");
  const chip = desk.page.getByTestId("fallback-chip");
  await chip.getByText("Fallback: 2").waitFor();
  await desk.press("o");
  await desk.press("1");
  const onAir = async () => (await engine.snapshot()).history.at(-1)?.source;
  await expect.poll(onAir).toEqual({ kind: "camera", camera: 1 });
  await phone.kill();
  await expect.poll(onAir).toEqual({ kind: "camera", camera: 2 });
  await chip.getByText(/^1 (lost|frozen) → 2$/).waitFor();
  await chip.click();
  await chip.getByText("Fallback: 2").waitFor();
});
