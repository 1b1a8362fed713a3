import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test as plain } from "vitest";
import { Publisher } from "../support/publisher";
import { Window as Desk, type WindowOptions } from "./window";

/** Without a GPU, wherever the tests run: Mesa's software drivers imitate one. */
const NO_GPU = { LIBGL_ALWAYS_SOFTWARE: "1" };
/** Cameras of a small show. */
const CAMERAS = 4;
/** Program's pictures that are watched. */
const PICTURES = 90;

/** The windows of a test, one at a time. */
interface Desks {
  open(options: WindowOptions): Promise<Desk>;
  close(): Promise<void>;
}

const test = plain.extend<{ dataDir: string; desks: Desks }>({
  // biome-ignore lint/correctness/noEmptyPattern: what Vitest reads
  dataDir: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), "regie-compositing-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  desks: async ({ task }, use) => {
    let desk: Desk | undefined;
    const desks = {
      open: async (options: WindowOptions) => {
        const opened = await Desk.open({ ...options, env: NO_GPU });
        desk = opened;
        await expect.poll(() => opened.sees("record")).toBe(true);
        return opened;
      },
      close: async () => {
        await desk?.close();
        desk = undefined;
      },
    };
    await use(desks);
    if (task.result?.state === "fail") await desk?.report(task.name);
    await desks.close();
  },
});

// What is compared are shares, of two windows on the same machine: neither its load nor its speed is in them. A page that
// composites by an imitated GPU turns about as often as a picture comes, or less; one that does not turns several times
// as often.
test("the first start finds that this machine draws best without a GPU, and draws so", async ({ desks }) => {
  const chosen = await desks.open({ compositing: "auto" });
  const tried = await chosen.tried();
  expect(tried).toMatchObject({ compositing: "off", trial: "measured" });
  // Its window was really seen.
  expect(tried?.without?.seen).toBeGreaterThan(0.2);
  const asChosen = await watchProgram(chosen);
  await desks.close();

  const other = await desks.open({ compositing: "on" });
  expect(await other.tried()).toBeUndefined();
  const asBefore = await watchProgram(other);
  expect(asChosen.turns).toBeGreaterThan(2 * asBefore.turns);
  expect(asChosen.shown).toBeGreaterThan(asBefore.shown);
});

test("the next start knows it, until the machine is another one", async ({ desks, dataDir }) => {
  const first = await desks.open({ compositing: "auto", dataDir });
  const tried = await first.tried();
  expect(first.log).toContain("was tried");
  await desks.close();

  const second = await desks.open({ compositing: "auto", dataDir });
  expect(second.log).not.toContain("was tried");
  expect(await second.tried()).toEqual(tried);
  await desks.close();

  const kept = { ...tried, compositing: "on", machine: ["webkitgtk 2.36.0"] };
  await writeFile(path.join(dataDir, "compositing.json"), JSON.stringify(kept));
  const third = await desks.open({ compositing: "auto", dataDir });
  expect(third.log).toContain("was tried");
  expect(await third.tried()).toMatchObject({ compositing: "off", trial: "measured" });
});

/** What a window made of program's pictures: how many stood in a turn of the page, and how many turns each had. */
async function watchProgram(desk: Desk): Promise<{ shown: number; turns: number }> {
  const ready = await desk.ready();
  const cameras = Array.from({ length: CAMERAS }, (_, camera) =>
    Publisher.start(ready, `Camera ${camera}`, "pits.h264"),
  );
  try {
    await expect.poll(async () => (await desk.tiles()).filter((tile) => tile.includes(" live ")).length).toBe(CAMERAS);
    await desk.session.run(count);
    await expect.poll(() => desk.session.run(() => window.counted.drawn)).toBeGreaterThan(PICTURES);
    const { drawn, shown, turns } = await desk.session.run(() => window.counted);
    return { shown: shown / drawn, turns: turns / drawn };
  } finally {
    for (const camera of cameras) await camera.stop();
  }
}

declare global {
  interface Window {
    /** Program's pictures that were drawn, those that stood in a turn of the page, and its turns. */
    counted: { drawn: number; shown: number; turns: number };
  }
}

/** Runs in the page. */
function count(): void {
  const counted = { drawn: 0, shown: 0, turns: 0 };
  window.counted = counted;
  const draw = CanvasRenderingContext2D.prototype.drawImage as (...args: unknown[]) => void;
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
    draw.apply(this, args);
    if (this.canvas instanceof HTMLCanvasElement && this.canvas.dataset.testid === "program") counted.drawn++;
  };
  let seen = 0;
  const turn = () => {
    counted.turns++;
    if (counted.drawn !== seen) counted.shown++;
    seen = counted.drawn;
    requestAnimationFrame(turn);
  };
  requestAnimationFrame(turn);
}
