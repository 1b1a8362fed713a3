import { readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { beforeAll, expect, test } from "vitest";
import { texts } from "../i18n/texts";

/** Everything that a viewer's phone loads before there is a picture, compressed: half of what a camera's page may be. */
const BUDGET_BYTES = 12 * 1024;
const ROOT = path.join(import.meta.dirname, "../..");

let files: Map<string, string>;

/** What the page loads, at once or later. */
function loaded(html: string): Map<string, string> {
  const found = new Map<string, string>();
  const look = (text: string) => {
    for (const [name, content] of files) {
      if (found.has(name) || name.endsWith(".html") || !text.includes(path.basename(name))) continue;
      found.set(name, content);
      look(content);
    }
  };
  look(html);
  return found;
}

beforeAll(async () => {
  const { output } = (await build({
    root: ROOT,
    logLevel: "silent",
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  files = new Map(
    output.map((file) => [file.fileName, file.type === "chunk" ? file.code : Buffer.from(file.source).toString()]),
  );
}, 60_000);

test("who watches loads no text of the desk, and little else", async () => {
  const page = loaded(files.get("watch.html") ?? "");
  const scripts = [...page].filter(([name]) => name.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(1);
  const all = scripts.map(([, code]) => code).join("\n");
  expect(all).toContain("The show has not begun");
  for (const [key, { en }] of Object.entries(texts)) {
    // A short one may be another page's too.
    if (en.length > 20) expect(all.includes(JSON.stringify(en).slice(1, -1)), key).toBe(false);
  }
  const sizes = [...page].map(([name, content]) => [name, gzipSync(content).length] as const);
  expect(
    sizes.reduce((sum, [, size]) => sum + size, 0),
    JSON.stringify(sizes),
  ).toBeLessThan(BUDGET_BYTES);
});

test("the desk's own page is found to load them: the test above can fail", async () => {
  const desk = loaded(files.get("index.html") ?? "");
  expect([...desk.values()].join("\n")).toContain(texts["slate.none.help"].en);
  expect(await readFile(path.join(ROOT, "watch.html"), "utf8")).toContain("watch/main.ts");
});
