import { expect } from "vitest";
import { test } from "./desk";

/** How long each camera is on program before the replay: long enough to be seen again. */
const SHOWN_MS = 2500;

test("phones join, keys cut, and R replays across the cut, in the real window", async ({ show, desk }) => {
  const { join } = await desk.ready();
  const red = await show.phone("red");
  await red.join(join, "Red");
  // The first camera goes on program by itself.
  await expect.poll(() => desk.tiles()).toEqual(["1 Red live program"]);
  await expect.poll(() => desk.program()).toBe("red");
  const onAir = performance.now();

  const blue = await show.phone("blue");
  await blue.join(join, "Blue");
  await expect.poll(() => desk.picture(2)).toBe("blue");
  expect(await desk.picture(1)).toBe("red");
  await expect.poll(() => performance.now() - onAir).toBeGreaterThan(SHOWN_MS);

  await desk.press("2");
  await expect.poll(() => desk.program()).toBe("blue");
  expect(await desk.tiles()).toEqual(["1 Red live off", "2 Blue live program"]);
  await expect.poll(() => blue.tally()).toBe("program");

  await desk.press("r");
  await expect.poll(() => desk.program()).toBe("red");
  expect(await desk.sees("replay-badge")).toBe(true);
  expect(await desk.tiles()).toEqual(["1 Red live off", "2 Blue live preview"]);
  // It plays on across the cut, and returns by itself.
  await expect.poll(() => desk.program()).toBe("blue");
  await expect.poll(() => desk.sees("replay-badge")).toBe(false);
  expect(await desk.tiles()).toEqual(["1 Red live off", "2 Blue live program"]);

  await desk.press("r");
  await expect.poll(() => desk.program()).toBe("red");
  await desk.press("l");
  await expect.poll(() => desk.program()).toBe("blue");
  expect(await desk.sees("replay-badge")).toBe(false);

  await desk.session.click('[data-testid="tile"][data-number="1"]');
  await expect.poll(() => desk.program()).toBe("red");
});

test("the page may ask for the desk's own commands and for nothing else", async ({ desk }) => {
  const invoke = (command: string, fields: object) =>
    desk.session.run(
      (command, fields) => {
        const { __TAURI_INTERNALS__: tauri } = window as unknown as {
          __TAURI_INTERNALS__: { invoke(command: string, fields: object): Promise<unknown> };
        };
        return tauri.invoke(command, fields).then(
          () => "accepted",
          (error) => error?.code ?? String(error),
        );
      },
      command,
      fields,
    );
  expect(await invoke("live", {})).toBe("accepted");
  expect(await invoke("cut", { camera: 7 })).toBe("unknown_camera");
  expect(await invoke("command", { type: "remove", camera: 7 })).toBe("unknown_camera");
  expect(await invoke("command", { type: "rename", camera: 7, name: " " })).toBe("malformed");
  expect(await invoke("command", {})).toBe("malformed");
  expect(await invoke("rename", { camera: 7, name: "Door" })).toMatch(/not (found|allowed)/);
  expect(await invoke("plugin:window|close", {})).toMatch(/not allowed/);
  expect(await invoke("plugin:event|listen", { event: "x", target: { kind: "Any" }, handler: 1 })).toMatch(
    /not allowed/,
  );
});

test("the page reaches no address but this machine's", async ({ desk }) => {
  const violated = await desk.session.run(() => {
    const seen: Promise<string> = new Promise((resolve) => {
      addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true });
    });
    fetch("http://192.0.2.1/").catch(() => undefined);
    return seen;
  });
  expect(violated).toBe("connect-src");
});
