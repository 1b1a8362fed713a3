import { expect } from "vitest";
import { test } from "../support/show";
import { Client } from "./support/client";
import { Rehearsal } from "./support/rehearsal";

for (const codec of ["h264", "vp8"] as const) {
  test(`aiortc, ${codec}`, async ({ show }) => {
    const rehearsal = await Rehearsal.open(show);
    const { engine, http } = rehearsal;
    const url = http.endpoint("aiortc", "aiortc");
    const client = rehearsal.cast(show, Client.python("aiortc_whip.py", [url, engine.crew, codec]));
    await rehearsal.plays("aiortc");
    expect(await rehearsal.figures()).toMatchObject({ codec, width: 640, height: 360, reordered: false });
    expect(await rehearsal.keyframe({ asking: true })).toBeLessThan(1000);
    await rehearsal.replays();
    await rehearsal.leaves(client, "aiortc");
  });
}
