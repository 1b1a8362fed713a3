// What the four scenes share: the size, the colours of the night, karts, people, the caption.

export const WIDTH = 960;
export const HEIGHT = 540;
/** Seconds after which every scene begins again without a jump. */
export const LENGTH = 10;

export const NIGHT = "#0e1628";
export const ROAD = "#2c3140";
export const LINE = "#e8e6df";
export const LAMP = "#ffd98a";
export const SKIN = ["#f0c39c", "#a9714b", "#d99e73"];
export const TEAMS = ["#e4483b", "#2f7de1", "#f2b631", "#2fae74", "#c659c9"];

/**
 * A value that swings between -1 and 1.
 * @param {number} t seconds
 * @param {number} times swings in a loop; whole, so that the loop closes
 * @param {number} [phase] in swings
 */
export const swing = (t, times, phase = 0) => Math.sin(2 * Math.PI * ((t * times) / LENGTH + phase));

/**
 * How far something is on its way, from 0 to 1, again and again.
 * @param {number} t seconds
 * @param {number} times rounds in a loop; whole
 * @param {number} [phase] in rounds
 */
export const round = (t, times, phase = 0) => ((t * times) / LENGTH + phase) % 1;

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} colour
 * @param {number} x @param {number} y @param {number} width @param {number} height @param {number} [radius]
 */
export function box(ctx, colour, x, y, width, height, radius = 0) {
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, radius);
  ctx.fill();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} colour
 * @param {number} x @param {number} y @param {number} radius
 */
export function disc(ctx, colour, x, y, radius) {
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fill();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} colour
 * @param {number[][]} points
 */
export function shape(ctx, colour, points) {
  ctx.fillStyle = colour;
  ctx.beginPath();
  for (const [x, y] of points) ctx.lineTo(x, y);
  ctx.fill();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} words
 * @param {number} x @param {number} y @param {number} size
 * @param {string} [colour]
 * @param {CanvasTextAlign} [align]
 */
export function text(ctx, words, x, y, size, colour = LINE, align = "center") {
  ctx.fillStyle = colour;
  ctx.font = `700 ${size}px sans-serif`;
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  ctx.fillText(words, x, y);
}

/**
 * A chequered flag's pattern.
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x @param {number} y @param {number} columns @param {number} rows @param {number} size
 */
export function chequers(ctx, x, y, columns, rows, size) {
  box(ctx, LINE, x, y, columns * size, rows * size);
  for (let row = 0; row < rows; row++) {
    for (let column = row % 2; column < columns; column += 2) {
      box(ctx, "#15181f", x + column * size, y + row * size, size, size);
    }
  }
}

/**
 * A kart with its driver from the side, its wheels on y, about 150 wide.
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x its middle @param {number} y @param {number} scale
 * @param {number} team index in TEAMS
 * @param {number} turn of its wheels, in radians
 * @param {boolean} [driven] whether its driver sits in it
 */
export function kart(ctx, x, y, scale, team, turn, driven = true) {
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(scale, scale);
  ctx.globalAlpha = 0.35;
  box(ctx, "#05070c", -82, -4, 164, 10, 5);
  ctx.globalAlpha = 1;
  const colour = TEAMS[team];
  box(ctx, "#171a22", -46, -54, 16, 38, 6);
  if (driven) {
    shape(ctx, "#59627a", [
      [-34, -20],
      [-30, -54],
      [-22, -60],
      [-4, -60],
      [6, -38],
      [34, -42],
      [36, -32],
      [8, -18],
    ]);
    disc(ctx, colour, -14, -72, 17);
    box(ctx, "#11141b", -10, -78, 16, 11, 4);
  }
  // Body.
  shape(ctx, colour, [
    [-70, -30],
    [-30, -22],
    [24, -22],
    [44, -36],
    [84, -16],
    [82, -8],
    [-72, -8],
  ]);
  shape(ctx, LINE, [
    [-6, -8],
    [8, -22],
    [20, -22],
    [6, -8],
  ]);
  box(ctx, "#171a22", -78, -46, 26, 6, 3);
  box(ctx, "#171a22", -68, -42, 5, 20);
  text(ctx, String(team + 3), -44, -19, 17);
  for (const wheel of [-50, 54]) {
    disc(ctx, "#0a0c11", wheel, -14, 17);
    disc(ctx, "#8f96a6", wheel, -14, 8);
    ctx.strokeStyle = "#0a0c11";
    ctx.lineWidth = 3;
    ctx.beginPath();
    ctx.moveTo(wheel - 8 * Math.cos(turn), -14 - 8 * Math.sin(turn));
    ctx.lineTo(wheel + 8 * Math.cos(turn), -14 + 8 * Math.sin(turn));
    ctx.stroke();
  }
  ctx.restore();
}

/**
 * What a camera writes into its picture: its name and a running clock.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} name
 * @param {number} t seconds
 */
export function caption(ctx, name, t) {
  const clock = `00:${t.toFixed(2).padStart(5, "0")}`;
  // At the foot: the desk has its own words over the head of the picture.
  const y = HEIGHT - 62;
  ctx.globalAlpha = 0.72;
  box(ctx, "#070a10", 24, y, 40 + name.length * 17, 42, 6);
  box(ctx, "#070a10", WIDTH - 176, y, 152, 42, 6);
  ctx.globalAlpha = 1;
  text(ctx, name.toUpperCase(), 42, y + 22, 22, LINE, "left");
  text(ctx, clock, WIDTH - 42, y + 22, 22, LINE, "right");
}
