// The winner is interviewed in front of the sponsors' wall, and confetti falls.

import { box, caption, disc, HEIGHT, LINE, round, SKIN, shape, swing, TEAMS, text, WIDTH } from "./stage.mjs";

/** @param {CanvasRenderingContext2D} ctx @param {number} t */
export function draw(ctx, t) {
  wall(ctx);
  confetti(ctx, t, 0, 26);
  // They take turns to speak: one half of the loop each.
  const asks = t < 4;
  reporter(ctx, t, asks);
  winner(ctx, t, !asks);
  confetti(ctx, t, 26, 38);
  caption(ctx, "Podium", t);
}

/** @param {CanvasRenderingContext2D} ctx */
function wall(ctx) {
  box(ctx, "#1c2c4f", 0, 0, WIDTH, HEIGHT);
  const names = ["RÉGIE", "NIGHT RACE", "VELO+", "KART CLUB"];
  for (let row = 0; row < 5; row++) {
    for (let column = 0; column < 5; column++) {
      const x = column * 220 - (row % 2) * 110;
      const dark = (row + column) % 2;
      box(ctx, dark ? "#1c2c4f" : "#22355e", x, row * 116 + 6, 196, 92, 10);
      text(ctx, names[(row * 2 + column) % 4], x + 98, row * 116 + 53, 24, dark ? "#3d5488" : "#4f6aa6");
    }
  }
  box(ctx, "#13203c", 0, 500, WIDTH, 40);
}

/** @param {CanvasRenderingContext2D} ctx @param {number} t @param {boolean} speaks */
function winner(ctx, t, speaks) {
  ctx.save();
  ctx.translate(330, 12 + 4 * swing(t, 5));
  // Overall.
  shape(ctx, TEAMS[0], [
    [-150, 560],
    [-132, 366],
    [-64, 322],
    [64, 322],
    [132, 366],
    [150, 560],
  ]);
  shape(ctx, LINE, [
    [-26, 322],
    [26, 322],
    [20, 560],
    [-20, 560],
  ]);
  text(ctx, "3", 84, 400, 46);
  // Medal.
  shape(ctx, "#2f7de1", [
    [-52, 322],
    [-34, 322],
    [6, 416],
    [-10, 420],
  ]);
  shape(ctx, "#2f7de1", [
    [52, 322],
    [34, 322],
    [-6, 416],
    [10, 420],
  ]);
  disc(ctx, "#b98a1e", 2 * swing(t, 5, 0.2), 440, 34);
  disc(ctx, "#f2b631", 2 * swing(t, 5, 0.2), 438, 29);
  text(ctx, "1", 2 * swing(t, 5, 0.2), 440, 32, "#7a5a10");
  head(ctx, t, { skin: SKIN[0], speaks, look: 1 });
  // Cap.
  shape(ctx, "#171a22", [
    [-74, 176],
    [-66, 128],
    [-30, 104],
    [30, 104],
    [66, 128],
    [74, 176],
  ]);
  box(ctx, "#171a22", 8, 164, 102, 16, 8);
  box(ctx, TEAMS[2], -22, 128, 44, 28, 6);
  ctx.restore();
}

/** @param {CanvasRenderingContext2D} ctx @param {number} t @param {boolean} speaks */
function reporter(ctx, t, speaks) {
  ctx.save();
  ctx.translate(670, 34 + 3 * swing(t, 4, 0.4));
  shape(ctx, "#2b6d63", [
    [-140, 560],
    [-124, 372],
    [-60, 326],
    [60, 326],
    [124, 372],
    [140, 560],
  ]);
  shape(ctx, LINE, [
    [-34, 326],
    [34, 326],
    [0, 392],
  ]);
  // Hair behind, head, fringe.
  box(ctx, "#2a1b14", -86, 118, 172, 220, 70);
  head(ctx, t + 1, { skin: SKIN[1], speaks, look: -1 });
  shape(ctx, "#2a1b14", [
    [-78, 190],
    [-72, 128],
    [0, 96],
    [72, 128],
    [78, 190],
    [30, 142],
    [-40, 150],
  ]);
  // The microphone goes to who speaks.
  const reach = speaks ? 0 : 1;
  const mic = { x: -70 - 96 * reach, y: 316 - 4 * reach + 3 * swing(t, 7) };
  ctx.strokeStyle = "#2b6d63";
  ctx.lineWidth = 52;
  ctx.lineCap = "round";
  ctx.beginPath();
  ctx.moveTo(-104, 520);
  ctx.lineTo(mic.x - 4, mic.y + 112);
  ctx.stroke();
  disc(ctx, SKIN[1], mic.x, mic.y + 78, 30);
  box(ctx, "#11141b", mic.x - 11, mic.y, 22, 84, 8);
  box(ctx, TEAMS[2], mic.x - 21, mic.y + 14, 42, 34, 4);
  disc(ctx, "#3c4252", mic.x, mic.y - 6, 25);
  ctx.restore();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} t
 * @param {{ skin: string, speaks: boolean, look: number }} who look: 1 to the right, -1 to the left
 */
function head(ctx, t, { skin, speaks, look }) {
  box(ctx, skin, -30, 276, 60, 62, 18);
  box(ctx, skin, -72, 126, 144, 176, 64);
  disc(ctx, skin, -74, 214, 16);
  disc(ctx, skin, 74, 214, 16);
  const blink = t % 2.5 < 0.13;
  for (const eye of [-30, 30]) {
    const x = eye + look * 9;
    if (blink) box(ctx, "#1a1512", x - 9, 206, 18, 4, 2);
    else disc(ctx, "#1a1512", x, 207, 8);
    box(ctx, "#3a271c", x - 15, 179, 30, 6, 3);
  }
  box(ctx, "#00000022", look * 11 - 5, 220, 14, 24, 7);
  const x = look * 9;
  if (speaks) {
    const open = 6 + 10 * Math.abs(swing(t, 31));
    box(ctx, "#5d1f1c", x - 20, 266 - open / 2, 40, open, Math.min(open / 2, 8));
  } else {
    ctx.strokeStyle = "#5d1f1c";
    ctx.lineWidth = 5;
    ctx.lineCap = "round";
    ctx.beginPath();
    ctx.arc(x, 238, 34, 0.3 * Math.PI, 0.7 * Math.PI);
    ctx.stroke();
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {number} t @param {number} from @param {number} to */
function confetti(ctx, t, from, to) {
  for (let piece = from; piece < to; piece++) {
    const fall = round(t, 2 + (piece % 2), (piece * 0.37) % 1);
    const x = ((piece * 149) % WIDTH) + 26 * swing(t, 6, piece / 9);
    ctx.save();
    ctx.translate(x, fall * (HEIGHT + 60) - 30);
    ctx.rotate(2 * Math.PI * round(t, 9, piece / 11));
    box(ctx, TEAMS[piece % 5], -7, -4, 14, 8, 1);
    ctx.restore();
  }
}
