import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Ready } from "../support/engine";
import { Bus } from "./bus";
import { Display } from "./display";
import { flags, Shell } from "./shell";
import { Window } from "./window";

async function openDisplay(): Promise<Display> {
  const display = await Display.open();
  onTestFinished(() => display.close());
  return display;
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "regie-shell-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function start(env: NodeJS.ProcessEnv, args: readonly string[]): Shell {
  const shell = new Shell(env, args);
  onTestFinished(async () => void (await shell.stop()));
  return shell;
}

/** A port of the loopback address that somebody else has. */
async function takenPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test("the shell says where the engine is in one line, and ends well when it is asked to", async () => {
  const display = await openDisplay();
  const shell = start(display.env, ["--data-dir", await makeFolder(), ...flags()]);
  await expect.poll(() => shell.output).toMatch(/\n$/);
  const { join, pid } = JSON.parse(shell.output) as Ready;
  expect(join).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/#token=\S+$/);
  expect(pid).toBeGreaterThan(0);
  expect(await shell.stop()).toBe(0);
});

test("a second start hands over to the first and ends", async () => {
  const display = await openDisplay();
  const bus = await Bus.start();
  onTestFinished(() => bus.close());
  const env = { ...display.env, DBUS_SESSION_BUS_ADDRESS: bus.address, XDG_DATA_HOME: await makeFolder() };
  const first = start(env, flags());
  await expect.poll(() => first.output).toMatch(/\n$/);

  const second = start(env, flags());
  expect(await second.code()).toBe(0);
  expect(second.output).toBe("");
  expect(await first.stop()).toBe(0);
});

test("a régie that can't start ends with an exit code that says so", async () => {
  const display = await openDisplay();
  const port = await takenPort();
  const shell = start(display.env, ["--data-dir", await makeFolder(), ...flags(port)]);
  await expect.poll(() => shell.log).toContain(`127.0.0.1:${port}`);
  expect(shell.output).toBe("");
  expect(await shell.stop()).toBe(1);
});

test("a régie that can't start says why in a window", async () => {
  const port = await takenPort();
  const window = await Window.open({ httpsPort: port });
  onTestFinished(() => window.close());
  await expect.poll(() => window.session.run(() => document.body.textContent)).toContain(`127.0.0.1:${port}`);
});

test("without a display it says what to start instead", async () => {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env;
  const shell = start(env, ["--data-dir", await makeFolder(), ...flags()]);
  expect(await shell.code()).toBe(1);
  expect(shell.log).toContain("`regie`");
});
