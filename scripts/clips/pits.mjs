// A stand in the pits: a kart on its trestle, two mechanics, sparks, and a lamp that swings.

import {
  box,
  caption,
  disc,
  HEIGHT,
  kart,
  LAMP,
  LINE,
  round,
  SKIN,
  shape,
  swing,
  TEAMS,
  text,
  WIDTH,
} from "./stage.mjs";

/** @param {CanvasRenderingContext2D} ctx @param {number} t */
export function draw(ctx, t) {
  box(ctx, "#232734", 0, 0, WIDTH, HEIGHT);
  for (let x = 0; x < WIDTH; x += 96) box(ctx, "#1f2330", x, 0, 48, 400);
  box(ctx, "#3a3f4d", 0, 400, WIDTH, 140);
  for (let x = -60; x < WIDTH; x += 160) {
    shape(ctx, "#42485a", [
      [x, 540],
      [x + 70, 400],
      [x + 76, 400],
      [x + 8, 540],
    ]);
  }
  sign(ctx);
  tools(ctx);
  tyres(ctx);
  light(ctx, t);
  trestle(ctx);
  kart(ctx, 500, 372 + swing(t, 40), 2.05, 1, t * 4 * Math.PI, false);
  mechanic(ctx, t, { x: 250, y: 506, skin: SKIN[2], overall: TEAMS[1], facing: 1, phase: 0 });
  mechanic(ctx, t, { x: 762, y: 512, skin: SKIN[0], overall: TEAMS[3], facing: -1, phase: 0.5 });
  sparks(ctx, t);
  rollingTyre(ctx, t);
  caption(ctx, "Pits", t);
}

/** @param {CanvasRenderingContext2D} ctx */
function sign(ctx) {
  box(ctx, TEAMS[1], 386, 84, 210, 58, 8);
  text(ctx, "STAND 4", 491, 114, 36);
}

/** @param {CanvasRenderingContext2D} ctx */
function tools(ctx) {
  box(ctx, "#2f3545", 60, 110, 236, 170, 8);
  for (let column = 0; column < 6; column++) {
    const x = 84 + column * 34;
    box(ctx, "#9aa1b1", x, 134 + (column % 2) * 8, 10, 60 - (column % 3) * 10, 4);
    disc(ctx, "#9aa1b1", x + 5, 134 + (column % 2) * 8, 10);
    disc(ctx, "#2f3545", x + 5, 130 + (column % 2) * 8, 5);
  }
  for (let drawer = 0; drawer < 3; drawer++) {
    box(ctx, TEAMS[0], 70, 222 + drawer * 60, 150, 52, 4);
    box(ctx, "#f0a39c", 122, 244 + drawer * 60, 46, 7, 3);
  }
}

/** @param {CanvasRenderingContext2D} ctx */
function tyres(ctx) {
  for (let pile = 0; pile < 2; pile++) {
    for (let tyre = 0; tyre < 4 - pile; tyre++) {
      const y = 382 - tyre * 38;
      box(ctx, "#12141b", 800 + pile * 74 - 34, y, 68, 36, 15);
      box(ctx, tyre % 2 ? TEAMS[2] : LINE, 800 + pile * 74 - 34, y + 16, 68, 4);
    }
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {number} t */
function light(ctx, t) {
  const sway = 26 * swing(t, 3);
  ctx.globalAlpha = 0.1;
  shape(ctx, LAMP, [
    [600 + sway, 150],
    [668 + sway, 150],
    [860 + sway * 3, 540],
    [330 + sway * 3, 540],
  ]);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = "#11141b";
  ctx.lineWidth = 5;
  ctx.beginPath();
  ctx.moveTo(634, 0);
  ctx.lineTo(634 + sway, 122);
  ctx.stroke();
  shape(ctx, "#11141b", [
    [606 + sway, 122],
    [662 + sway, 122],
    [680 + sway, 152],
    [588 + sway, 152],
  ]);
  box(ctx, LAMP, 600 + sway, 150, 68, 8, 4);
}

/** @param {CanvasRenderingContext2D} ctx */
function trestle(ctx) {
  box(ctx, "#c8741f", 392, 374, 216, 14, 4);
  for (const x of [410, 578]) {
    shape(ctx, "#c8741f", [
      [x, 388],
      [x + 12, 388],
      [x + 30, 486],
      [x + 18, 486],
    ]);
    shape(ctx, "#c8741f", [
      [x, 388],
      [x + 12, 388],
      [x - 6, 486],
      [x - 18, 486],
    ]);
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} t
 * @param {{ x: number, y: number, skin: string, overall: string, facing: number, phase: number }} who
 */
function mechanic(ctx, t, { x, y, skin, overall, facing, phase }) {
  const lean = 6 * swing(t, 6, phase);
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(facing, 1);
  box(ctx, "#11141b", -40, -10, 46, 16, 6);
  box(ctx, "#11141b", 10, -10, 46, 16, 6);
  box(ctx, overall, -32, -150, 34, 144, 10);
  box(ctx, overall, 12, -150, 34, 144, 10);
  ctx.translate(lean, 0);
  box(ctx, overall, -42, -270, 92, 140, 26);
  box(ctx, LINE, -42, -206, 92, 10);
  disc(ctx, skin, 12, -306, 38);
  box(ctx, "#171a22", -28, -346, 80, 34, 16);
  box(ctx, "#171a22", 30, -322, 44, 10, 5);
  disc(ctx, "#1a1512", 34, -300, 5);
  // The arm with the wrench.
  const hand = { x: 128 + 10 * swing(t, 12, phase), y: -186 + 22 * swing(t, 12, phase + 0.25) };
  ctx.lineCap = "round";
  ctx.strokeStyle = overall;
  ctx.lineWidth = 30;
  ctx.beginPath();
  ctx.moveTo(8, -238);
  ctx.lineTo(66, -180);
  ctx.lineTo(hand.x, hand.y);
  ctx.stroke();
  disc(ctx, skin, hand.x + 10, hand.y, 17);
  ctx.strokeStyle = "#b9bfcc";
  ctx.lineWidth = 10;
  ctx.beginPath();
  ctx.moveTo(hand.x + 8, hand.y);
  ctx.lineTo(hand.x + 50, hand.y - 14);
  ctx.stroke();
  ctx.restore();
}

/** @param {CanvasRenderingContext2D} ctx @param {number} t */
function sparks(ctx, t) {
  // In bursts: two and a half seconds on, as long off.
  if (t % 5 > 2.5) return;
  for (let spark = 0; spark < 16; spark++) {
    const age = round(t, 20, (spark * 0.31) % 1);
    const angle = -0.4 - (spark % 8) * 0.3;
    const x = 640 + 120 * age * Math.cos(angle);
    const y = 330 + 120 * age * Math.sin(angle) + 130 * age * age;
    ctx.globalAlpha = 1 - age;
    disc(ctx, spark % 2 ? LAMP : "#fff3d0", x, y, 4);
  }
  ctx.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} ctx @param {number} t */
function rollingTyre(ctx, t) {
  const x = WIDTH + 60 - round(t, 1) * (WIDTH + 120);
  ctx.save();
  ctx.translate(x, 502);
  ctx.rotate((x - WIDTH) / 34);
  disc(ctx, "#0e1016", 0, 0, 34);
  disc(ctx, "#8f96a6", 0, 0, 16);
  box(ctx, "#0e1016", -16, -3, 32, 6);
  box(ctx, TEAMS[2], -3, -31, 6, 10, 2);
  ctx.restore();
}
