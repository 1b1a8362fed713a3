import { createServer } from "node:net";
import { expect } from "vitest";
import type { Engine } from "../support/engine";
import { type Show, test } from "../support/show";
import { Client } from "./support/client";

const TOKEN = "a-token";

/** A port of the loopback address that nobody has. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function onAir(show: Show, clip: string): Promise<Engine> {
  const engine = await show.engine();
  show.publisher(engine, "Clip", clip);
  await expect.poll(async () => (await engine.snapshot()).cameras.map(({ state }) => state)).toEqual(["live"]);
  return engine;
}

const link = async (engine: Engine) => (await engine.snapshot()).links[0];

interface Seen {
  readonly pictures: number;
  readonly width: number;
  readonly ended: number;
}

/** The last line that a client printed. */
function seen(client: Client): Seen | undefined {
  const line = client.log.trim().split("\n").at(-1) ?? "";
  return line.startsWith("{") ? (JSON.parse(line) as Seen) : undefined;
}

for (const clip of ["bend.h264", "podium.ivf"]) {
  test(`program is pushed to aiortc: ${clip}`, async ({ show }) => {
    const engine = await onAir(show, clip);
    const port = await freePort();
    const server = Client.python("aiortc_server.py", [String(port), TOKEN]);
    show.onClose(() => server.stop());
    show.onFailure(() => server.log.split("\n").slice(-20).join("\n"));
    await expect.poll(() => server.log).toContain("listening");

    // The endpoint sends the offer on to another one, as who shares the load does.
    const url = `http://127.0.0.1:${port}/moved`;
    await engine.command({ type: "connect", kind: "push", url, token: TOKEN, name: null });
    await expect.poll(async () => (await link(engine))?.state).toBe("live");
    await expect.poll(() => seen(server)?.pictures).toBeGreaterThan(60);
    expect(seen(server)?.width).toBe(1280);

    await engine.command({ type: "disconnect", link: (await link(engine))?.id ?? 0 });
    await expect.poll(() => seen(server)?.ended).toBe(1);
  });
}

test("a server that does not know the token is quoted", async ({ show }) => {
  const engine = await onAir(show, "podium.ivf");
  const port = await freePort();
  const server = Client.python("aiortc_server.py", [String(port), TOKEN]);
  show.onClose(() => server.stop());
  await expect.poll(() => server.log).toContain("listening");
  const url = `http://127.0.0.1:${port}/whip`;
  await engine.command({ type: "connect", kind: "push", url, token: "another", name: null });
  await expect.poll(async () => (await link(engine))?.problem).toBe("the server does not take this token (401)");
});
