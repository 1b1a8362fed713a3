// What the docs name is there: links and pictures, files of this repository, commands of npm and parts of the bench.
// A line for each that is not; quiet otherwise.
//
//     node scripts/docs.mjs

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./programs.mjs";
import { say } from "./say.mjs";

const read = (/** @type {string} */ name) => readFileSync(path.join(ROOT, name), "utf8");
const inDocs = readdirSync(path.join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
const DOCS = [
  ...["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"],
  ...inDocs.map((name) => `docs/${name}`),
];
/** The folders that a path of this repository may begin with; what was built there is on no other machine. */
const ROOMS = readdirSync(ROOT, { withFileTypes: true })
  .filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith(".") && !["node_modules", "target"].includes(entry.name),
  )
  .map(({ name }) => name);
/** Code in a line of text, within one paragraph. */
const CODE = /`((?:[^`\n]|\n(?! *\n))+)`/g;
const { scripts } = JSON.parse(read("package.json"));
// Read and not imported: importing the bench runs it.
const [, table = ""] = /^const PARTS = \{\n([\s\S]*?)^\};/m.exec(read("scripts/bench.mjs")) ?? [];
const PARTS = [...table.matchAll(/^ {2}(\w+):/gm)].map(([, part]) => part);

/**
 * What a document names that is not there, each with its place in the text.
 * @param {string} doc
 * @param {string} text
 * @returns {{ at: number, fault: string }[]}
 */
function faultsIn(doc, text) {
  /** @type {{ at: number, fault: string }[]} */
  const faults = [];
  const prose = blanked(text, /^( {4}|```[\s\S]*?^```).*$/gm);
  const links = blanked(prose, CODE);
  for (const { 1: target, index } of links.matchAll(/(?:\]\(|<img[^>]* src=")([^)\s"]+)/g)) {
    const [file] = target.split("#");
    if (/^[a-z]+:/.test(target) || file === "" || existsSync(path.join(ROOT, path.dirname(doc), file))) continue;
    faults.push({ at: index, fault: `${target} is linked and not there` });
  }
  for (const { 1: code, index } of prose.matchAll(CODE)) {
    for (const word of code.split(/\s+/)) {
      const isOurs = ROOMS.some((room) => word.startsWith(`${room}/`)) && !/[*…<{]/.test(word);
      if (isOurs && !existsSync(path.join(ROOT, word))) faults.push({ at: index, fault: `${word} is not there` });
    }
  }
  // A line of the text may end within a command.
  const commands = [...prose.matchAll(CODE)].reduce(
    (whole, { 0: code, index }) =>
      whole.slice(0, index) + code.replaceAll("\n", " ") + whole.slice(index + code.length),
    text,
  );
  for (const { 1: script, index } of commands.matchAll(/npm run +([\w:-]+)/g)) {
    if (!Object.hasOwn(scripts, script)) faults.push({ at: index, fault: `npm run ${script}: no such script` });
  }
  for (const { 1: part, index } of commands.matchAll(/npm run +bench +(?:-- +)?(\w+)/g)) {
    if (!PARTS.includes(part)) faults.push({ at: index, fault: `npm run bench -- ${part}: no such part` });
  }
  return faults;
}

/**
 * A text with spaces in place of what a pattern finds, so that everything else keeps its place.
 * @param {string} text
 * @param {RegExp} pattern
 */
function blanked(text, pattern) {
  return text.replaceAll(pattern, (found) => found.replaceAll(/[^\n]/g, " "));
}

const faults = DOCS.flatMap((doc) => {
  const text = read(doc);
  const line = (/** @type {number} */ at) => text.slice(0, at).split("\n").length;
  return faultsIn(doc, text).map(({ at, fault }) => `${doc}:${line(at)}: ${fault}`);
});
for (const fault of faults) say(fault);
process.exit(faults.length === 0 ? 0 : 1);
