import { expect } from "vitest";
import { test } from "../support/show";
import { Client } from "./support/client";
import { FLOWING, Program } from "./support/program";

for (const clip of ["bend.h264", "podium.ivf"]) {
  test(`program is played by aiortc: ${clip}`, async ({ show }) => {
    const program = await Program.of(show, clip);
    const player = program.cast(Client.python("aiortc_whep.py", [program.whep]));
    await expect.poll(() => player.seen?.pictures).toBeGreaterThan(FLOWING);
    await expect.poll(() => player.seen?.sounds).toBeGreaterThan(FLOWING);
    expect(player.seen?.width).toBe(960);
    expect(await program.viewers()).toBe(1);

    expect(await player.stop()).toBe(0);
    expect(player.seen).toEqual({ deleted: 200 });
    await expect.poll(() => program.viewers()).toBe(0);
  });
}
