import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { BrowserProcess } from "../support/browser";
import type { Shot } from "./camera";

/** How wide a sheet is, in pixels, how high a picture on it, and how many states it has: seen whole, it is readable. */
const WIDTH = 2000;
const ROW = 300;
const STATES = 3;

/**
 * Lays the pictures of each page out on a sheet, a row or two a state, in the order in which they were taken. Gives back the
 * sheets' files.
 */
export async function makeSheets(folder: string, shots: readonly Shot[]): Promise<string[]> {
  const browser = await BrowserProcess.launch();
  try {
    const page = await browser.browser.newPage({ viewport: { width: WIDTH, height: ROW } });
    const files: string[] = [];
    for (const kind of new Set(shots.map((shot) => shot.page))) {
      const of = shots.filter((shot) => shot.page === kind);
      const states = [...new Set(of.map(({ state }) => state))];
      for (let from = 0; from < states.length; from += STATES) {
        const those = states.slice(from, from + STATES);
        const rows = await Promise.all(those.map((state) => row(of.filter((shot) => shot.state === state))));
        await page.setContent(`<!doctype html><style>${STYLE}</style>${rows.join("")}`);
        await page.evaluate(() => Promise.all(Array.from(document.images, (image) => image.decode())));
        const file = path.join(folder, `${kind}-${1 + from / STATES}.png`);
        await writeFile(file, await page.screenshot({ fullPage: true }));
        files.push(file);
      }
    }
    return files;
  } finally {
    await browser.close();
  }
}

async function row(shots: readonly Shot[]): Promise<string> {
  const pictures = shots.map(async ({ file, language, size }) => {
    const data = (await readFile(file)).toString("base64");
    const caption = `${language} ${size.width}x${size.height}`;
    return `<figure><img src="data:image/png;base64,${data}"><figcaption>${caption}</figcaption></figure>`;
  });
  return `<h2>${shots[0]?.state}</h2><section>${(await Promise.all(pictures)).join("")}</section>`;
}

const STYLE = `
  body { margin: 16px; background: #555; color: #fff; font: 20px sans-serif }
  h2 { margin: 12px 0 6px; font-size: 24px }
  section { display: flex; flex-wrap: wrap; gap: 12px }
  figure { margin: 0 }
  img { display: block; height: ${ROW}px }
`;
