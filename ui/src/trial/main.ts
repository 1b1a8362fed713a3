import "../look/trial.css";
import { invoke } from "@tauri-apps/api/core";
import { el } from "../elements/element";
import { language } from "../i18n/choice";
import { t } from "../i18n/language";
import { Surface } from "../monitor/surface";
import { Pattern } from "./pattern";

// What the shell's trial shows: a window that draws as a desk with eight cameras does, and counts what it drew.

/** Pictures a second, a phone's. */
const FPS = 30;
/** Tiles beside program, and how many of program's pictures come to one of each: a desk without a GPU draws them less. */
const [TILES, TILE_EVERY] = [8, 3];
/** Pause between two reports to the shell, in milliseconds. */
const REPORT = 250;

document.documentElement.lang = language;
const program = el("canvas", { class: "trial-program" });
const tiles = Array.from({ length: TILES }, () => el("canvas"));
document.body.append(
  el("main", { class: "trial" }, program, el("div", { class: "trial-tiles" }, ...tiles)),
  el("p", {}, t("trial.what")),
  el("p", { class: "trial-once" }, t("trial.once")),
);

const pattern = new Pattern();
const big = new Surface(program);
const small = tiles.map((tile) => {
  const surface = new Surface(tile);
  surface.showWithin(tile.clientWidth * devicePixelRatio, tile.clientHeight * devicePixelRatio);
  return surface;
});
let [drawn, seen, pictures, turns] = [0, 0, 0, 0];

function draw(): void {
  const picture = pattern.next();
  big.draw(picture);
  for (const [index, surface] of small.entries()) if (index % TILE_EVERY === drawn % TILE_EVERY) surface.draw(picture);
  picture.close();
  drawn++;
}

function turn(): void {
  turns++;
  if (drawn !== seen) pictures++;
  seen = drawn;
  requestAnimationFrame(turn);
}

window.setInterval(draw, 1000 / FPS);
window.setInterval(() => void invoke("drew", { turns, pictures }), REPORT);
requestAnimationFrame(turn);
