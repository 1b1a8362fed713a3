import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** Milliseconds that a draw takes, by whether the canvas is in plain memory. */
const cost = { memory: 2, default: 2 };
let now = 0;
let draws = 0;

beforeEach(() => {
  [now, draws] = [0, 0];
  vi.resetModules();
  vi.stubGlobal("performance", { now: () => now });
  vi.stubGlobal(
    "VideoFrame",
    class {
      close() {}
    },
  );
  vi.stubGlobal("document", {
    createElement: () => ({
      getContext: (_: string, { willReadFrequently }: CanvasRenderingContext2DSettings) => ({
        drawImage: () => {
          draws++;
          now += willReadFrequently ? cost.memory : cost.default;
        },
        getImageData: () => {},
      }),
    }),
  });
});
afterEach(() => vi.unstubAllGlobals());

async function chosen(memory: number, byDefault: number): Promise<boolean | undefined> {
  Object.assign(cost, { memory, default: byDefault });
  const { contextSettings } = await import("./context");
  return contextSettings().willReadFrequently;
}

test("where the default is clearly faster, as with a GPU, it is taken", async () => {
  expect(await chosen(4, 1)).toBe(false);
});

test("where it is slower, or faster by little, canvases are in plain memory", async () => {
  expect(await chosen(4, 40)).toBe(true);
  vi.resetModules();
  expect(await chosen(4, 3)).toBe(true);
});

test("it is measured once, and a default that takes too long is not measured to the end", async () => {
  expect(await chosen(2, 1000)).toBe(true);
  // Five in memory, and of the others the one that warms up and the one that was enough.
  expect(draws).toBe(7);
  const { contextSettings } = await import("./context");
  contextSettings();
  expect(draws).toBe(7);
});

test("where nothing can be measured, canvases are in plain memory", async () => {
  vi.stubGlobal("VideoFrame", undefined);
  vi.spyOn(console, "warn").mockImplementation(() => {});
  expect(await chosen(4, 1)).toBe(true);
});
