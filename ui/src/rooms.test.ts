import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** Every room and file of the pages, from the bottom up: each imports what stands above it here. */
const ROOMS = [
  "protocol",
  "backoff",
  "i18n/choice",
  "i18n/texts",
  "i18n",
  "host",
  "layout",
  "store",
  "monitor",
  "cue",
  "sound",
  "talk",
  "keys",
  "elements",
  "elements/alarms",
  "elements/recording",
  "elements/replay",
  "elements/hold",
  "elements/sound",
  "elements/talk",
  "elements/outputs",
  "elements/cameras",
  "elements/stage",
  "elements/chrome",
  "start",
  "watch",
  "trial",
  "screen",
  "page",
  "main",
];

const SRC = import.meta.dirname;
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.replaceAll(path.sep, "/").slice(0, -".ts".length));

/** A file's place in the order: that of the nearest room around it. */
function floorOf(file: string): number {
  for (let room = file; room !== "."; room = path.posix.dirname(room)) {
    const floor = ROOMS.indexOf(room);
    if (floor >= 0) return floor;
  }
  throw new Error(`${file} is in no room`);
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(SRC, `${file}.ts`), "utf8");
  return [...text.matchAll(/(?:from |^import |import\()"(\.[^"]+)"/gm)]
    .map(([, name]) => path.posix.join(path.posix.dirname(file), name ?? ""))
    .filter((name) => files.includes(name));
}

/** Every file that a file leads to. */
function reach(file: string, found = new Set<string>()): ReadonlySet<string> {
  for (const next of importsOf(file)) {
    if (found.has(next)) continue;
    found.add(next);
    reach(next, found);
  }
  return found;
}

test.each(files)("%s imports from its own room and those below it", (file) => {
  expect(importsOf(file).filter((name) => floorOf(name) > floorOf(file))).toEqual([]);
});

test("no file leads back to itself", () => {
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => reach(file).has(file))).toEqual([]);
});
