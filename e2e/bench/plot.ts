/** A line of a plot: its points from left to right. */
export interface Line {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** One diagram: some lines over the same time. */
export interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
}

const WIDTH = 960;
const HEIGHT = 200;
const LEFT = 64;
const RIGHT = 16;
const TOP = 32;
const BOTTOM = 28;

/**
 * Diagrams below each other as an SVG, with a line of small print under the title. The horizontal axis is in minutes, the
 * vertical ones start at 0.
 */
export function plot(title: string, note: string, panels: readonly Panel[]): string {
  const height = 40 + panels.length * HEIGHT;
  const minutes = Math.max(
    ...panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(([x]) => x))),
    1e-9,
  );
  const body = panels.map(
    (panel, index) => `<g transform="translate(0 ${40 + index * HEIGHT})">${draw(panel, minutes)}</g>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${LEFT}" y="20" font-size="15">${escaped(title)}</text>`,
    `<text x="${LEFT}" y="37" font-size="11">${escaped(note)}</text>`,
    ...body,
    "</svg>\n",
  ].join("\n");
}

function draw({ title, lines }: Panel, minutes: number): string {
  const most = ceiling(Math.max(...lines.flatMap(({ points }) => points.map(([, y]) => y)), 0));
  const right = WIDTH - RIGHT;
  const bottom = HEIGHT - BOTTOM;
  const x = (value: number) => LEFT + (value / minutes) * (right - LEFT);
  const y = (value: number) => bottom - (value / most) * (bottom - TOP);
  const parts = [`<text x="${LEFT}" y="20">${escaped(title)}</text>`];
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const at = y(share * most).toFixed(1);
    parts.push(`<path d="M${LEFT} ${at}H${right}" stroke="#ddd"/>`);
    parts.push(`<text x="${LEFT - 6}" y="${Number(at) + 4}" text-anchor="end">${trim(share * most)}</text>`);
  }
  const step = ceiling(minutes / 12);
  for (let minute = 0; minute <= minutes; minute += step) {
    parts.push(`<text x="${x(minute).toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${trim(minute)}</text>`);
  }
  lines.forEach(({ name, colour, points }, index) => {
    const path = points
      .map(([px, py], at) => `${at === 0 ? "M" : "L"}${x(px).toFixed(1)} ${y(py).toFixed(1)}`)
      .join("");
    parts.push(`<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.2"/>`);
    parts.push(`<text x="${right - index * 130}" y="20" text-anchor="end" fill="${colour}">${escaped(name)}</text>`);
  });
  return parts.join("\n");
}

/** The next round number: 1, 2 or 5 times a power of ten. */
function ceiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value || 1));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power;
}

const trim = (value: number) => String(Number(value.toPrecision(3)));
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
