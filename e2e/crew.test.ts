import { expect } from "vitest";
import type { Command } from "../ui/src/protocol/Command";
import type { Engine } from "./support/engine";
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
