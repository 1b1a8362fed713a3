// The finish line of a night race: karts pass from left to right under the gantry, the stand is full.

import {
  box,
  caption,
  chequers,
  disc,
  HEIGHT,
  kart,
  LAMP,
  LINE,
  NIGHT,
  ROAD,
  round,
  shape,
  swing,
  TEAMS,
  text,
  WIDTH,
} from "./stage.mjs";

const KARTS = [
  { team: 3, lane: 402, scale: 0.92, times: 2, phase: 0.05 },
  { team: 4, lane: 402, scale: 0.92, times: 2, phase: 0.58 },
  { team: 1, lane: 450, scale: 1.12, times: 3, phase: 0.32 },
  { team: 0, lane: 506, scale: 1.36, times: 3, phase: 0.0 },
  { team: 2, lane: 506, scale: 1.36, times: 3, phase: 0.2 },
];

/** @param {CanvasRenderingContext2D} ctx @param {number} t */
export function draw(ctx, t) {
  box(ctx, NIGHT, 0, 0, WIDTH, HEIGHT);
  skyline(ctx);
  stand(ctx, t);
  lights(ctx);
  box(ctx, "#3a4152", 0, 318, WIDTH, 12);
  box(ctx, ROAD, 0, 330, WIDTH, HEIGHT - 330);
  for (let x = 0; x < WIDTH; x += 48) box(ctx, x % 96 ? LINE : TEAMS[0], x, 330, 48, 9);
  for (let x = -20; x < WIDTH; x += 120) box(ctx, "#4a5164", x, 424, 60, 5);
  // The line, in the road's perspective.
  for (let row = 0; row < 10; row++) {
    for (let column = 0; column < 4; column++) {
      const y = 340 + row * 20;
      const slant = (y - 340) * 0.16;
      const dark = (row + column) % 2;
      shape(ctx, dark ? "#15181f" : LINE, [
        [440 + column * 18 - slant, y],
        [458 + column * 18 - slant, y],
        [455 + column * 18 - slant, y + 20],
        [437 + column * 18 - slant, y + 20],
      ]);
    }
  }
  gantry(ctx, t);
  for (const { team, lane, scale, times, phase } of KARTS) {
    const x = round(t, times, phase) * (WIDTH + 400) - 200;
    kart(ctx, x, lane + 1.2 * swing(t, 70, phase), scale, team, t * 9 * Math.PI);
  }
  caption(ctx, "Finish line", t);
}

/** @param {CanvasRenderingContext2D} ctx */
function skyline(ctx) {
  const heights = [120, 168, 96, 190, 140, 110, 176, 132, 204, 118, 150, 98];
  heights.forEach((height, index) => {
    const x = index * 84 - 20;
    box(ctx, "#152038", x, 300 - height, 76, height);
    for (let window = 0; window < height / 26 - 1; window++) {
      if ((index * 7 + window * 5) % 4 === 0)
        box(ctx, "#5a5a4c", x + 14 + ((index + window) % 3) * 18, 312 - height + window * 26, 9, 12);
    }
  });
}

/** @param {CanvasRenderingContext2D} ctx @param {number} t */
function stand(ctx, t) {
  shape(ctx, "#222b40", [
    [60, 318],
    [60, 214],
    [392, 214],
    [420, 318],
  ]);
  box(ctx, "#39445e", 44, 196, 366, 14, 3);
  for (let row = 0; row < 4; row++) {
    for (let seat = 0; seat < 15; seat++) {
      const who = row * 15 + seat;
      const jump = Math.max(0, swing(t, 6 + (who % 3), who / 7)) * 7;
      const x = 78 + seat * 21 + row * 3;
      const y = 238 + row * 22 - jump;
      disc(ctx, ["#d9a77f", "#8e5f41", "#c98e66"][who % 3], x, y, 6);
      box(ctx, TEAMS[(who * 3) % 5], x - 8, y + 6, 16, 12, 5);
    }
  }
}

/** @param {CanvasRenderingContext2D} ctx */
function lights(ctx) {
  for (const x of [690, 860]) {
    ctx.globalAlpha = 0.1;
    shape(ctx, LAMP, [
      [x - 22, 132],
      [x + 22, 132],
      [x + 130, 330],
      [x - 170, 330],
    ]);
    ctx.globalAlpha = 1;
    box(ctx, "#39445e", x - 4, 130, 8, 190);
    box(ctx, "#39445e", x - 34, 112, 68, 24, 4);
    for (let lamp = 0; lamp < 3; lamp++) disc(ctx, LAMP, x - 20 + lamp * 20, 124, 7);
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {number} t */
function gantry(ctx, t) {
  box(ctx, "#b9bfcc", 424, 100, 14, 250);
  box(ctx, "#b9bfcc", 560, 100, 14, 250);
  box(ctx, "#11151e", 384, 96, 230, 74, 6);
  chequers(ctx, 384, 96, 23, 2, 10);
  text(ctx, "FINISH", 499, 145, 34, LINE);
  // Marshal's lamp: green, as the race is on.
  disc(ctx, t % 1 < 0.5 ? "#4be08d" : "#1d5a3b", 597, 146, 8);
}
