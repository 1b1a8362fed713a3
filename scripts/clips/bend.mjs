// A bend from above: the track turns around a green island, karts go round it at their own pace.

import { box, caption, disc, HEIGHT, LAMP, LINE, ROAD, round, TEAMS, text, WIDTH } from "./stage.mjs";

const CENTRE = { x: 470, y: 660 };
const INNER = { x: 330, y: 330 };
const OUTER = { x: 640, y: 500 };

const KARTS = [
  { team: 0, lane: 0.2, times: 3, phase: 0 },
  { team: 1, lane: 0.3, times: 3, phase: 0.2 },
  { team: 2, lane: 0.22, times: 3, phase: 0.52 },
  { team: 3, lane: 0.74, times: 2, phase: 0.7 },
  { team: 4, lane: 0.68, times: 2, phase: 0.25 },
];

/** @param {CanvasRenderingContext2D} ctx @param {number} t */
export function draw(ctx, t) {
  box(ctx, "#12251d", 0, 0, WIDTH, HEIGHT);
  for (let x = -40; x < WIDTH; x += 120) box(ctx, "#152b21", x, 0, 60, HEIGHT);
  trees(ctx);
  ring(ctx, "#1b1f2a", OUTER.x + 26, OUTER.y + 26);
  ring(ctx, ROAD, OUTER.x, OUTER.y);
  edge(ctx, OUTER, LINE, 6, []);
  middle(ctx);
  ring(ctx, "#c9c7c0", INNER.x, INNER.y);
  edge(ctx, INNER, TEAMS[0], 18, [34, 34]);
  ring(ctx, "#17352a", INNER.x - 12, INNER.y - 12);
  board(ctx);
  // The one that is farther up is farther away: drawn first.
  const placed = KARTS.map((kart) => place(kart, t)).sort((a, b) => a.y - b.y);
  lamps(ctx);
  for (const kart of placed) fromAbove(ctx, kart);
  caption(ctx, "Bend", t);
}

/** @param {CanvasRenderingContext2D} ctx @param {string} colour @param {number} x @param {number} y */
function ring(ctx, colour, x, y) {
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.ellipse(CENTRE.x, CENTRE.y, x, y, 0, 0, 2 * Math.PI);
  ctx.fill();
}

/** @param {CanvasRenderingContext2D} ctx @param {{ x: number, y: number }} at @param {string} colour @param {number} width @param {number[]} dashes */
function edge(ctx, at, colour, width, dashes) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dashes);
  ctx.beginPath();
  ctx.ellipse(CENTRE.x, CENTRE.y, at.x - width / 2, at.y - width / 2, 0, Math.PI, 2 * Math.PI);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** @param {CanvasRenderingContext2D} ctx */
function middle(ctx) {
  edge(ctx, { x: (INNER.x + OUTER.x) / 2, y: (INNER.y + OUTER.y) / 2 }, "#474e60", 5, [46, 40]);
}

/** @param {typeof KARTS[number]} kart @param {number} t */
function place({ team, lane, times, phase }, t) {
  // From the lower left over the top to the lower right, a little beyond the picture at both ends.
  const angle = Math.PI * (1.02 + 0.96 * round(t, times, phase));
  const x = INNER.x + lane * (OUTER.x - INNER.x);
  const y = INNER.y + lane * (OUTER.y - INNER.y);
  return {
    team,
    x: CENTRE.x + x * Math.cos(angle),
    y: CENTRE.y + y * Math.sin(angle),
    // Along the ellipse, and a touch into the bend, as a drift is.
    heading: Math.atan2(y * Math.cos(angle), -x * Math.sin(angle)) + 0.1,
  };
}

/** @param {CanvasRenderingContext2D} ctx @param {ReturnType<typeof place>} kart */
function fromAbove(ctx, { team, x, y, heading }) {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(heading);
  ctx.scale(1.15, 1.15);
  // Headlights.
  ctx.globalAlpha = 0.16;
  ctx.fillStyle = LAMP;
  ctx.beginPath();
  ctx.moveTo(36, -8);
  ctx.lineTo(150, -52);
  ctx.lineTo(150, 52);
  ctx.lineTo(36, 8);
  ctx.fill();
  ctx.globalAlpha = 1;
  for (const [wx, wy] of [
    [-30, -27],
    [-30, 15],
    [18, -25],
    [18, 13],
  ]) {
    box(ctx, "#0a0c11", wx, wy, 20, 12, 4);
  }
  box(ctx, TEAMS[team], -40, -17, 84, 34, 12);
  box(ctx, LINE, 8, -17, 10, 34);
  box(ctx, "#171a22", -46, -20, 9, 40, 3);
  disc(ctx, "#20242f", -8, 0, 14);
  disc(ctx, LINE, -8, 0, 9);
  text(ctx, String(team + 3), 29, 1, 18);
  ctx.restore();
}

/** @param {CanvasRenderingContext2D} ctx */
function trees(ctx) {
  const spots = [
    [60, 110],
    [130, 60],
    [210, 96],
    [34, 210],
    [300, 38],
    [650, 40],
    [745, 84],
    [830, 50],
    [900, 130],
    [930, 230],
    [560, 24],
  ];
  for (const [x, y] of spots) {
    disc(ctx, "#0c1c15", x + 6, y + 8, 32);
    disc(ctx, "#1d4a37", x, y, 32);
    disc(ctx, "#276048", x - 7, y - 8, 18);
  }
}

/** @param {CanvasRenderingContext2D} ctx */
function board(ctx) {
  box(ctx, "#11151e", 372, 420, 196, 62, 6);
  for (let arrow = 0; arrow < 4; arrow++) {
    ctx.strokeStyle = arrow % 2 ? LINE : TEAMS[0];
    ctx.lineWidth = 11;
    ctx.beginPath();
    ctx.moveTo(398 + arrow * 40, 432);
    ctx.lineTo(420 + arrow * 40, 451);
    ctx.lineTo(398 + arrow * 40, 470);
    ctx.stroke();
  }
}

/** @param {CanvasRenderingContext2D} ctx */
function lamps(ctx) {
  for (const [x, y] of [
    [180, 212],
    [760, 212],
    [470, 156],
  ]) {
    ctx.globalAlpha = 0.08;
    disc(ctx, LAMP, x, y, 92);
    ctx.globalAlpha = 0.12;
    disc(ctx, LAMP, x, y, 46);
    ctx.globalAlpha = 1;
    disc(ctx, "#39445e", x, y, 11);
    disc(ctx, LAMP, x, y, 7);
  }
}
