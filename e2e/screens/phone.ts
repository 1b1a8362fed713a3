import { Engine } from "../support/engine";
import { Phone, speakAnotherVersion } from "../support/phone";
import type { Camera } from "./camera";
import { SIZES, takeHand } from "./hand";
import { LANGUAGES } from "./languages";

/** What a desk may answer to the question whether it would take this phone, and the state that it leads to. */
const REFUSALS = {
  "bad token": { status: 401, code: "bad_token" },
  "desk full": { status: 503, code: "desk_full" },
  fault: { status: 500, code: "internal" },
} as const;

/** The phone's page, from the scan to the loss of its desk. */
export async function takePhone(camera: Camera): Promise<void> {
  for (const language of LANGUAGES) {
    const engine = await Engine.start();
    const phone = await Phone.open("red", { language });
    const other = await Phone.open("blue");
    const take = (state: string) => camera.take(phone.page, { page: "phone", state, language }, SIZES);
    const settled = (state: string) =>
      phone.page.locator(`[data-testid="state"][data-state="${state}"]`).waitFor({ state: "attached" });
    const told = (tally: string) => phone.page.locator(`[data-testid="tally"][data-tally="${tally}"]`).waitFor();
    try {
      await phone.page.goto(new URL(`/?lang=${language}`, engine.ready.join).href);
      await phone.page.getByTestId("message").waitFor();
      await take("no link");
      const context = phone.page.context();
      for (const [state, { status, code }] of Object.entries(REFUSALS)) {
        await context.route("**/api/join**", (route) => route.fulfill({ status, json: { code, message: code } }));
        await phone.page.goto("about:blank");
        await phone.scan(engine.ready.join, "Stage left");
        await settled("idle");
        await phone.page.getByTestId("message").waitFor();
        await take(state);
        await context.unroute("**/api/join**");
      }
      await phone.page.goto("about:blank");
      await phone.scan(engine.ready.join, "Stage left");
      await settled("idle");
      await take("before start");
      // The offer is never answered.
      await context.route("**/whip/**", () => undefined);
      await phone.start.click();
      await settled("connecting");
      await take("connecting");
      await context.unroute("**/whip/**");
      await phone.page.reload();
      await settled("idle");
      await other.join(engine.ready.join, "Roof");
      await other.page.locator('[data-testid="tally"][data-tally="program"]').waitFor();
      await phone.start.click();
      await settled("live");
      await phone.page.locator("#signal:not([hidden])").waitFor();
      await take("ready");
      await phone.page.getByTestId("stop").click();
      await take("stop asked");
      const number = Number(await phone.page.getByTestId("number").textContent());
      await engine.command({ type: "cut", camera: number });
      await settled("on-air");
      await take("on air");
      await engine.command({ type: "start_recording" });
      await phone.page.getByTestId("recorded").waitFor();
      await take("on air, recorded");
      await engine.command({ type: "replay" });
      await told("preview");
      await take("next");
      await engine.command({ type: "rename", camera: number, name: "Côté cour, à gauche près du grand piano" });
      await engine.command({ type: "live" });
      await told("program");
      await phone.page.getByTestId("camera").getByText("piano").waitFor();
      await take("long name");
      await engine.stop("SIGKILL");
      await settled("lost");
      await take("lost");
    } finally {
      await Promise.all([phone.close(), other.close()]);
      await engine.dispose();
    }
    await takeCrew(camera, language);
    await takeHand(camera, language);
    const refused = await Phone.open("red", { language, allow: false });
    const older = await Phone.open("red", { language, before: [speakAnotherVersion] });
    const desk = await Engine.start();
    try {
      await older.join(desk.ready.join, "Door");
      await older.page.locator("#signal:not([hidden])").waitFor();
      await older.page.getByTestId("message").waitFor();
      await camera.take(older.page, { page: "phone", state: "another version", language }, SIZES);
      await refused.scan(desk.ready.join);
      await refused.page.getByTestId("again").waitFor();
      await camera.take(refused.page, { page: "phone", state: "camera refused", language }, SIZES);
    } finally {
      await Promise.all([refused.close(), older.close()]);
      await desk.dispose();
    }
  }
}

/** A phone whose director writes to it. */
async function takeCrew(camera: Camera, language: (typeof LANGUAGES)[number]): Promise<void> {
  const engine = await Engine.start();
  const phone = await Phone.open("red", { language });
  try {
    await phone.join(engine.ready.join, "Stage left");
    await phone.page.locator("#signal:not([hidden])").waitFor();
    const text = { en: "Wider, please", fr: "Plus large, s’il te plaît" }[language];
    await engine.command({ type: "cue", camera: 1, text });
    await phone.page.getByTestId("cue").waitFor();
    await camera.take(phone.page, { page: "phone", state: "cue", language }, SIZES);
  } finally {
    await phone.close();
    await engine.dispose();
  }
}
