import type { Page } from "playwright-core";
import type { Shown } from "./air-runs";

declare global {
  interface Window {
    /** The display frames of {@link keepFilm} so far, on one canvas. */
    film: OffscreenCanvas;
  }
}

/** Runs in a page that watches its display: keeps each display frame from now on, row by row, half a second each. */
export function keepFilm(seconds: number): void {
  const [width, height, columns, text] = [96, 54, 30, 10];
  const rows = seconds * 2;
  window.film = new OffscreenCanvas(columns * width, rows * (height + text));
  const sheet = window.film.getContext("2d", { alpha: false });
  if (sheet === null) throw new Error("this page has no canvas for a film");
  sheet.font = "9px sans-serif";
  const from = performance.now();
  let last = 0;
  const keep = () => {
    const at = performance.now() - from;
    const [row, column] = [Math.floor(at / 500), Math.floor(((at % 500) / 500) * columns)];
    if (row >= rows) return;
    const shown = document.querySelector<HTMLCanvasElement | HTMLVideoElement>("[data-testid=program], video");
    const seen = shown && window.readStamp(shown, performance.timeOrigin + performance.now());
    const [x, y] = [column * width, row * (height + text)];
    if (shown) sheet.drawImage(shown, x, y + text, width, height);
    // What is new is yellow, what went back is red, what is still there is grey.
    const filmed = seen ? seen.at - seen.age : last;
    sheet.fillStyle = filmed > last + 1 ? "#ff0" : filmed < last - 1 ? "#f44" : "#888";
    sheet.fillText(`${(at / 1000).toFixed(2)} ${seen ? Math.round(seen.age) : "–"} ms`, x + 2, y + 8);
    last = filmed;
    requestAnimationFrame(keep);
  };
  requestAnimationFrame(keep);
}

/** The sheet, as a PNG. */
export async function takeFilm(page: Page): Promise<Buffer> {
  const url = await page.evaluate(async () => {
    const blob = await window.film.convertToBlob({ type: "image/png" });
    return new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.readAsDataURL(blob);
    });
  });
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}

/** A strip of a chart, one row for each so many milliseconds; and how old a picture may be to be on it. */
const [WIDTH, HEIGHT, ROW_MS, MOST_MS, LEFT] = [1500, 90, 5000, 600, 60];

/**
 * How old what is shown is, over the time, as an SVG: a picture's age grows as long as it stands, and falls when the next
 * one comes. Even pictures are a saw with equal teeth; a standstill is a high tooth, and a burst falls in steps.
 */
export function strip(title: string, { stretch, displayed }: Shown): string {
  const rows = Math.max(1, Math.round((stretch.to - stretch.from) / ROW_MS));
  const height = 30 + rows * HEIGHT;
  const y = (age: number, row: number) =>
    30 + (row + 1) * HEIGHT - 8 - (Math.min(age, MOST_MS) / MOST_MS) * (HEIGHT - 12);
  const x = (time: number) => LEFT + (time / ROW_MS) * (WIDTH - LEFT);
  const parts = Array.from({ length: rows }, (_, row) => {
    const from = stretch.from + row * ROW_MS;
    const points = displayed
      .filter(({ at }) => at >= from && at < from + ROW_MS)
      .flatMap(({ at, age }, index, all) => {
        const before = all[index - 1];
        const stood = before ? [`${x(at - from).toFixed(1)},${y(before.age + at - before.at, row).toFixed(1)}`] : [];
        return [...stood, `${x(at - from).toFixed(1)},${y(age, row).toFixed(1)}`];
      });
    const lines = [0, 200, 400].map(
      (age) =>
        `<path d="M${LEFT} ${y(age, row)}H${WIDTH}" stroke="#ddd"/><text x="4" y="${y(age, row) + 4}">${age} ms</text>`,
    );
    return `${lines.join("")}<polyline points="${points.join(" ")}" fill="none" stroke="#05a" stroke-width="1"/>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/><text x="4" y="18" font-size="14">${title}</text>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}
