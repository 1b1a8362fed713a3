import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

/** Everything that a phone loads, compressed: a second and a half on the worst Wi-Fi that still carries a picture. */
const BUDGET_BYTES = 45 * 1024;

let dist: string;
let files: { name: string; content: Buffer }[];

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), "regie-phone-"));
  await build({ root: import.meta.dirname, logLevel: "silent", build: { outDir: dist } });
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => ({ name: entry.name, content: await readFile(join(entry.parentPath, entry.name)) })),
  );
}, 60_000);

afterAll(() => rm(dist, { recursive: true }));

test("the whole page stays under its budget", () => {
  const sizes = files.map(({ name, content }) => [name, gzipSync(content).length] as const);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  expect(files.map(({ name }) => name)).toContain("index.html");
  expect(total, JSON.stringify(sizes)).toBeLessThan(BUDGET_BYTES);
});

test("the page has nothing that its content security policy refuses", () => {
  const html = files.find(({ name }) => name === "index.html")?.content.toString() ?? "";
  expect(html).not.toMatch(/\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|data:/);
  for (const { name, content } of files.filter(({ name }) => name.endsWith(".css"))) {
    expect(content.toString(), name).not.toMatch(/url\(\s*["']?(?:data|https?):/);
  }
});
