import { expect } from "vitest";
import { test } from "../support/show";
import { Client } from "./support/client";
import { freePort } from "./support/network";
import { Program } from "./support/program";

const TOKEN = "a-token";

for (const codec of ["h264", "vp8"] as const) {
  test(`a source of aiortc's becomes a camera, and the same one again: ${codec}`, async ({ show }) => {
    const program = await Program.open(show);
    const port = await freePort();
    const server = program.cast(Client.python("aiortc_server.py", [String(port), TOKEN, codec]));
    await expect.poll(() => server.log).toContain("listening");

    const url = `http://127.0.0.1:${port}/whep`;
    await program.connect("pull", url, TOKEN, "Drone");
    expect(await program.cameras()).toEqual(["1 Drone live"]);
    await expect.poll(async () => (await program.figures())?.fps ?? 0).toBeGreaterThan(15);
    const figures = { codec, width: 640, height: 360, sound: true, reordered: false };
    expect(await program.figures()).toMatchObject(figures);

    await program.disconnect();
    await expect.poll(() => server.seen).toMatchObject({ begun: 1, ended: 1 });
    await expect.poll(() => program.cameras()).toEqual(["1 Drone lost"]);

    // Another camera meanwhile does not take its number.
    show.publisher(program.engine, "Clip", "podium.ivf");
    await expect.poll(() => program.cameras()).toEqual(["1 Drone lost", "2 Clip live"]);
    await program.connect("pull", url, TOKEN, "Drone");
    expect(await program.cameras()).toEqual(["1 Drone live", "2 Clip live"]);
    await expect.poll(() => program.figures()).toMatchObject(figures);
    await expect.poll(() => server.seen).toMatchObject({ begun: 2, ended: 1 });
  });
}
