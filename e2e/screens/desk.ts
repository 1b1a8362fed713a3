import { delayed } from "../support/behind";
import { Desk } from "../support/desk";
import { Engine } from "../support/engine";
import { Publisher } from "../support/publisher";
import type { Camera, Size } from "./camera";
import { WORDS } from "./holding";
import { LANGUAGES } from "./languages";

/** A small laptop, a larger one, and a browser at 200 %. */
const SIZES: readonly Size[] = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 640, height: 360 },
];
/** A large display, for what is operated from two metres. */
const LARGE: Size = { width: 3840, height: 2160 };
const CLIPS = ["finish.h264", "bend.h264", "podium.ivf", "pits.h264"] as const;
const NAMES = ["Finish line", "Bend", "Podium", "Pits"] as const;
/** How many cameras a desk is looked at with. */
const CROWDS = [1, 5, 9, 16] as const;
/** How long program has been on before it is replayed: long enough to see a picture of the replay. */
const SHOWN_MS = 3000;

/** The desk, from the empty one to the one whose engine is gone. */
export async function takeDesk(camera: Camera): Promise<void> {
  for (const language of LANGUAGES) {
    await takeEvening(camera, language);
    for (const cameras of CROWDS) await takeCrowd(camera, language, cameras);
  }
}

/** One show with four cameras, through everything that a director does. */
async function takeEvening(camera: Camera, language: "en" | "fr"): Promise<void> {
  const engine = await Engine.start();
  const desk = await Desk.open(engine.ready.desk, { language, ...SIZES[0] });
  const publishers: Publisher[] = [];
  const { page } = desk;
  const take = (state: string) => camera.take(page, { page: "desk", state, language }, SIZES);
  /** Opens a panel with its key, takes it, and closes it. */
  const panel = async (state: string, key: string) => {
    await desk.press(key);
    await take(state);
    await desk.press("Escape");
  };
  try {
    await page.getByTestId("qr").waitFor();
    await take("empty");
    await desk.press("o");
    await take("empty, outputs");
    await desk.press("Escape");
    for (const [index, clip] of CLIPS.entries()) {
      publishers.push(Publisher.start(engine.ready, NAMES[index] ?? "", clip, index === 0 ? "crowd.opus" : undefined));
      await live(desk, index + 1);
    }
    await page.waitForTimeout(SHOWN_MS);
    await take("four cameras");
    await panel("join", "q");
    await panel("outputs", "o");
    await takeAudience(desk, panel, take);
    await panel("camera", "e");
    await panel("keys", "?");
    await desk.press("n");
    await take("rename");
    await desk.press("Escape");
    await desk.tile(2).hover();
    await take("tile under the pointer");
    await page.mouse.move(0, 0);
    await desk.press("2");
    await page.waitForTimeout(SHOWN_MS);
    await desk.press("r");
    await page.getByTestId("replay-badge").waitFor();
    await take("replay");
    await takeDrawer(engine, desk, (state) => camera.take(page, { page: "desk", state, language }, [...SIZES, LARGE]));
    await desk.press("l");
    await page.getByTestId("replay-badge").waitFor({ state: "hidden" });
    await desk.press("Shift+R");
    await page.getByTestId("recording").waitFor();
    await page.getByTestId("minutes-left").waitFor();
    await take("recording");
    await desk.press("m");
    await page.getByTestId("toast").waitFor();
    await take("mark set");
    await desk.endRecording(() => desk.press("Shift+R"));
    await page.getByTestId("saved").waitFor();
    await take("saved");
    await engine.command({ type: "set_hold", text: WORDS[language] });
    await desk.press("b");
    await page.getByTestId("hold-badge").waitFor();
    await take("hold");
    await panel("hold, outputs", "o");
    await desk.press("b");
    await page.getByTestId("hold-badge").waitFor({ state: "hidden" });
    // Nobody is there.
    await engine.command({ type: "connect", kind: "push", url: "http://127.0.0.1:9/whip", token: null, name: null });
    await page.getByTestId("alarm").waitFor();
    await take("alarm");
    await desk.press("y");
    await page.getByTestId("alarms").waitFor();
    await take("alarm, understood");
    await publishers[1]?.stop();
    await page.getByTestId("slate").waitFor();
    await take("program lost");
    await publishers[2]?.stop();
    await page.locator('[data-testid="tile"][data-number="3"][data-state="lost"]').waitFor();
    await desk.press("1");
    await take("two lost");
    const stranger = await Desk.open(new URL("/", engine.ready.desk).href, { language, ...SIZES[0] });
    await stranger.page.locator("regie-trouble").waitFor();
    await camera.take(stranger.page, { page: "desk", state: "without a token", language }, SIZES);
    await stranger.close();
    await engine.stop("SIGKILL");
    await page.locator("regie-trouble").waitFor();
    await take("engine gone");
  } finally {
    await desk.close();
    await Promise.all(publishers.map((publisher) => publisher.stop()));
    await engine.dispose();
  }
}

/** A second screen that is far behind, and what the audience sees on the big monitor. */
async function takeAudience(
  desk: Desk,
  panel: (state: string, key: string) => Promise<void>,
  take: (state: string) => Promise<void>,
): Promise<void> {
  await delayed(desk.page, 820);
  await desk.page.reload();
  await live(desk, 1);
  const screen = await desk.opening(() => desk.press("p"));
  await desk.press("o");
  await desk.page.getByTestId("playout").getByRole("radio").last().check();
  await desk.page.getByTestId("playout-bound").waitFor();
  await desk.press("Escape");
  await panel("second screen far behind, outputs", "o");
  await desk.press("d");
  await desk.page.getByTestId("audience").waitFor();
  await desk.page.waitForTimeout(SHOWN_MS);
  await take("as the audience sees it");
  await desk.press("d");
  await desk.page.bringToFront();
  await screen.leave();
}

/** The drawer over the replay on program, with a cue that is trimmed and stands; then over live program. */
async function takeDrawer(engine: Engine, desk: Desk, take: (state: string) => Promise<void>): Promise<void> {
  await engine.command({ type: "speed", speed: 25 });
  await desk.press("v");
  await take("drawer, slow motion on program");
  await desk.press("Escape");
  await desk.page.getByTestId("replay-badge").waitFor({ state: "hidden" });
  await desk.press("m");
  await desk.press("Shift+V");
  await desk.page.locator("regie-cue-monitor[data-cued]").waitFor();
  await desk.press("2");
  await desk.press(" ");
  await desk.page.waitForTimeout(SHOWN_MS);
  await take("drawer, cue");
  await desk.press("?");
  await take("drawer, keys");
  await desk.press("Escape");
  await takeLists(desk, take);
  await desk.press("Escape");
}

/** The lists in the drawer: clips, marks, and a playlist that plays. */
async function takeLists(desk: Desk, take: (state: string) => Promise<void>): Promise<void> {
  for (const seconds of [5, 10, 20]) await desk.page.getByTestId(`last-${seconds}`).click();
  const clips = desk.page.locator('[data-testid="clip"][data-name]');
  await clips.nth(2).waitFor();
  await desk.press("Shift+C");
  for (const key of ["*", "*", "*", "+", "ArrowDown", "+"]) await desk.press(key);
  await take("drawer, clips");
  await desk.press("Shift+C");
  await take("drawer, marks");
  await desk.press("Shift+C");
  await desk.press("Enter");
  await desk.page.getByTestId("live-in").waitFor();
  await take("drawer, playlist");
  await desk.press("Escape");
  await desk.page.getByTestId("replay-badge").waitFor({ state: "hidden" });
}

async function takeCrowd(camera: Camera, language: "en" | "fr", cameras: number): Promise<void> {
  const engine = await Engine.start();
  const desk = await Desk.open(engine.ready.desk, { language, ...SIZES[0] });
  const publishers: Publisher[] = [];
  const take = (state: string) => camera.take(desk.page, { page: "desk", state, language }, SIZES);
  try {
    for (let number = 1; number <= cameras; number++) {
      const name = number % 4 === 0 ? `Behind the grand piano ${number}` : `Camera ${number}`;
      publishers.push(Publisher.start(engine.ready, name, CLIPS[number % CLIPS.length] ?? ""));
      await live(desk, number);
    }
    await take(`${cameras} cameras`);
    await desk.press("o");
    await take(`${cameras} cameras, outputs`);
    await desk.press("v");
    await take(`${cameras} cameras, drawer`);
  } finally {
    await desk.close();
    await Promise.all(publishers.map((publisher) => publisher.stop()));
    await engine.dispose();
  }
}

function live(desk: Desk, number: number): Promise<void> {
  return desk.page.locator(`[data-testid="tile"][data-number="${number}"][data-state="live"]`).waitFor();
}
