import { expect } from "vitest";
import type { Desk } from "./support/desk";
import { test } from "./support/show";

/** Cameras of a full evening, at 30 pictures a second each. */
const CAMERAS = 8;

declare global {
  interface Window {
    /** Pictures that program's canvas, and each tile, were drawn with. */
    drawn: Record<string, number>;
    /** Pictures that were decoded. */
    decoded: number;
  }
}

/** Counts what is decoded and drawn. */
function count(): void {
  Object.assign(window, { drawn: {}, decoded: 0 });
  const draw = CanvasRenderingContext2D.prototype.drawImage as (...args: unknown[]) => void;
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
    draw.apply(this, args);
    if (!(this.canvas instanceof HTMLCanvasElement)) return;
    const tile = this.canvas.closest<HTMLElement>("[data-testid=tile]")?.dataset.number;
    const where = tile ?? this.canvas.dataset.testid ?? "elsewhere";
    window.drawn[where] = (window.drawn[where] ?? 0) + 1;
  };
  const decode = VideoDecoder.prototype.decode;
  VideoDecoder.prototype.decode = function (chunk) {
    window.decoded++;
    decode.call(this, chunk);
  };
}

/**
 * A machine that decodes 125 pictures a second and no more, whichever decoder they are for: half of what eight cameras
 * send. The decoders are the browser's own; each picture only waits for its turn.
 */
function slowDown(): void {
  const each = 8;
  const turns: (() => void)[] = [];
  let free = 0;
  const go = () => {
    const now = performance.now();
    while (turns.length > 0 && free <= now) {
      free = Math.max(free, now - each) + each;
      turns.shift()?.();
    }
    if (turns.length > 0) setTimeout(go, free - now);
  };
  const turn = (take: () => void) => {
    turns.push(take);
    if (turns.length === 1) setTimeout(go);
  };
  const { decode, flush } = VideoDecoder.prototype;
  VideoDecoder.prototype.decode = function (chunk) {
    turn(() => this.state === "configured" && decode.call(this, chunk));
  };
  VideoDecoder.prototype.flush = function () {
    return new Promise((resolve, reject) => turn(() => flush.call(this).then(resolve, reject)));
  };
}

/** How many pictures were drawn there in the next two seconds, by second. */
async function rate(desk: Desk, where: string): Promise<number> {
  return desk.page.evaluate(async (where) => {
    const from = window.drawn[where] ?? 0;
    const started = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return ((window.drawn[where] ?? 0) - from) / ((performance.now() - started) / 1000);
  }, where);
}

test("on a machine that can decode half of eight cameras, program keeps its full rate and tiles say that they wait", async ({
  show,
}) => {
  const engine = await show.engine();
  const desk = await show.desk(engine, { before: [count, slowDown] });
  for (let camera = 1; camera <= CAMERAS; camera++) show.publisher(engine, `Camera ${camera}`, "pits.h264");
  const live = async () => (await desk.tiles()).filter((tile) => tile.endsWith("live")).length;
  await expect.poll(live).toBe(CAMERAS);

  await expect.poll(() => rate(desk, "program"), { timeout: 40_000 }).toBeGreaterThan(28);
  const saving = desk.page.getByTestId("saving").filter({ visible: true });
  await expect.poll(() => saving.count()).toBeGreaterThan(0);
  const program = (await engine.snapshot()).selected;
  expect(
    await desk
      .tile(program ?? 0)
      .getByTestId("saving")
      .isVisible(),
  ).toBe(false);

  // A slowed tile still moves, and its camera has its full rate once it is on program.
  const slowed = program === CAMERAS ? CAMERAS - 1 : CAMERAS;
  await expect.poll(() => desk.tile(slowed).getByTestId("saving").isVisible()).toBe(true);
  await expect.poll(() => rate(desk, String(slowed))).toBeGreaterThan(0);
  await desk.press(String(slowed));
  await expect.poll(() => rate(desk, "program"), { timeout: 40_000 }).toBeGreaterThan(28);
  expect(await desk.tile(slowed).getByTestId("saving").isVisible()).toBe(false);
});

test("a page that nobody sees decodes program alone", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine, { before: [count] });
  for (const name of ["One", "Two", "Three"]) show.publisher(engine, name, "pits.h264");
  await expect.poll(() => rate(desk, "3")).toBeGreaterThan(20);
  await desk.page.evaluate(() => {
    Object.defineProperty(document, "hidden", { get: () => true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  const program = (await engine.snapshot()).selected ?? 0;
  for (const tile of [1, 2, 3]) {
    if (tile !== program) await expect.poll(() => rate(desk, String(tile))).toBe(0);
  }
  const decoded = () => desk.page.evaluate(() => window.decoded);
  const [before, drawn] = [await decoded(), await rate(desk, "program")];
  expect(drawn).toBeGreaterThan(20);
  expect((await decoded()) - before).toBeLessThan(2 * 30 * 1.3);
});
