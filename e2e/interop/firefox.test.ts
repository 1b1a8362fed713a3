import { expect } from "vitest";
import { test } from "../support/show";
import { Firefox } from "./support/firefox";
import { lanAddress } from "./support/network";
import { Rehearsal } from "./support/rehearsal";

const address = lanAddress();

test.skipIf(address === "")("Firefox with the phone page", async ({ show }) => {
  const rehearsal = await Rehearsal.open(show, { address });
  const firefox = await Firefox.launch();
  show.onClose(() => firefox.close());
  await firefox.open(`${rehearsal.engine.ready.join}&name=Firefox`);
  await firefox.click("start");
  await rehearsal.plays("Firefox");
  // Its H.264 is a plug-in that is fetched after the installation.
  expect(await rehearsal.figures()).toMatchObject({ codec: "vp8" });
  await expect.poll(() => firefox.attribute("state", "data-state")).toBe("on-air");
  expect(await rehearsal.keyframe({ asking: true })).toBeLessThan(1000);
  await rehearsal.replays();

  // Pressed again to say that it is meant.
  await firefox.click("stop");
  await firefox.click("stop");
  await rehearsal.isLost("Firefox");
});
