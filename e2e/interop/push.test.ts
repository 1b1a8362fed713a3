import { expect } from "vitest";
import { test } from "../support/show";
import { Client } from "./support/client";
import { freePort } from "./support/network";
import { FLOWING, Program } from "./support/program";

const TOKEN = "a-token";

for (const clip of ["bend.h264", "podium.ivf"]) {
  test(`program is pushed to aiortc: ${clip}`, async ({ show }) => {
    const program = await Program.of(show, clip);
    const port = await freePort();
    const server = program.cast(Client.python("aiortc_server.py", [String(port), TOKEN]));
    await expect.poll(() => server.log).toContain("listening");

    // The endpoint sends the offer on to another one, as who shares the load does.
    await program.connect("push", `http://127.0.0.1:${port}/moved`, TOKEN);
    await expect.poll(() => server.seen?.pictures).toBeGreaterThan(FLOWING);
    await expect.poll(() => server.seen?.sounds).toBeGreaterThan(FLOWING);
    expect(server.seen?.width).toBe(960);

    await program.disconnect();
    await expect.poll(() => server.seen).toMatchObject({ begun: 1, ended: 1 });
  });
}

test("a server that does not know the token is quoted", async ({ show }) => {
  const program = await Program.of(show, "podium.ivf");
  const port = await freePort();
  const server = program.cast(Client.python("aiortc_server.py", [String(port), TOKEN]));
  await expect.poll(() => server.log).toContain("listening");
  const url = `http://127.0.0.1:${port}/whip`;
  await program.engine.command({ type: "connect", kind: "push", url, token: "another", name: null });
  await expect.poll(async () => (await program.link())?.problem).toBe("the server does not take this token (401)");
});
