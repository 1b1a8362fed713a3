import { expect } from "vitest";
import type { Desk } from "./support/desk";
import { test } from "./support/show";

/** Every kind of control that a page can have, and which of the desk's keys work while it has the focus. */
const CONTROLS: [string, "works" | "typing"][] = [
  ["<input>", "typing"],
  ...["search", "url", "tel", "email", "password", "number", "date", "time", "month", "week", "datetime-local"].map(
    (type): [string, "typing"] => [`<input type="${type}">`, "typing"],
  ),
  ["<textarea></textarea>", "typing"],
  ["<div contenteditable></div>", "typing"],
  ["<div contenteditable><b tabindex=0>word</b></div>", "typing"],
  ["<select><option>1</option><option>2</option></select>", "typing"],
  ["<select multiple><option>1</option><option>2</option></select>", "typing"],
  ["<div role=listbox tabindex=0></div>", "typing"],
  ["<input type=range>", "works"],
  ["<div role=slider tabindex=0></div>", "works"],
  ["<input type=radio>", "works"],
  ["<input type=checkbox>", "works"],
  ["<input type=color>", "works"],
  ["<input type=file>", "works"],
  ["<button>Key</button>", "works"],
  ["<details><summary>More</summary></details>", "works"],
  ["<a href=#>Link</a>", "works"],
  ["<div tabindex=0></div>", "works"],
];

/** Puts a control into the desk and gives it the focus. */
function focusOn(desk: Desk, control: string): Promise<void> {
  return desk.page.evaluate((html) => {
    document.getElementById("tried")?.remove();
    const place = document.createElement("div");
    place.id = "tried";
    place.style.cssText = "position: fixed; inset: 40% 40%; z-index: 9";
    place.innerHTML = html;
    document.body.append(place);
    const found = place.querySelector<HTMLElement>("b, input, textarea, select, button, summary, a, [tabindex]");
    (found ?? place.querySelector<HTMLElement>("[contenteditable]"))?.focus();
  }, control);
}

test("a key is the desk's unless somebody types, in every kind of control", async ({ show }) => {
  const desk = await show.desk(await show.engine());
  const side = desk.page.getByTestId("side");
  await desk.page.getByTestId("outputs").waitFor();
  for (const [control, wanted] of CONTROLS) {
    await focusOn(desk, control);
    await desk.press("o");
    expect(await side.isVisible(), control).toBe(wanted === "works");
    // The way out works everywhere.
    await focusOn(desk, control);
    await desk.press("Escape");
    expect(await side.isVisible(), control).toBe(false);
  }
});

test("the delay's slider and the list of sounds leave the show's keys alone", async ({ show }) => {
  const { engine, desk } = await show.redAndBlue();
  const delay = async () => (await engine.snapshot()).cameras[0]?.sound.delay;
  await desk.press("e");
  const slider = desk.page.getByTestId("sound-delay");
  await slider.focus();
  await desk.press("ArrowRight");
  await expect.poll(delay).toBe(20);
  await desk.press("2");
  await expect.poll(() => desk.program()).toBe("blue");
  expect(await delay()).toBe(20);

  await desk.page.getByTestId("program-sound").focus();
  await desk.press("r");
  await desk.press("1");
  await desk.press("Escape");
  const { selected, replay } = await engine.snapshot();
  expect([selected, replay]).toEqual([2, null]);
});

test("cameras 11 to 16 are one press away, and it stands on their tiles and in the list of keys", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  // Phones that never get further than their offer: it is enough for a place.
  const offer = await desk.page.evaluate(async () => {
    const connection = new RTCPeerConnection();
    connection.addTransceiver("video", { direction: "sendonly" });
    return (await connection.createOffer()).sdp ?? "";
  });
  const headers = { Authorization: `Bearer ${engine.crew}`, "Content-Type": "application/sdp" };
  for (let camera = 1; camera <= 11; camera += 1) {
    const answer = await fetch(`${engine.ready.whip}/camera-${camera}`, { method: "POST", headers, body: offer });
    expect(answer.status).toBe(201);
  }
  expect(await desk.tile(11).locator("kbd").first().textContent()).toBe("Alt 1");
  const said = () => desk.page.getByTestId("toast").textContent();
  await desk.press("Alt+1");
  await expect.poll(said).toBe("Camera 11 has no picture");
  await desk.press("1");
  await expect.poll(said).toBe("Camera 1 has no picture");
  await desk.press("Alt+6");
  await expect.poll(said).toBe("There is no camera 16");
  await desk.press("?");
  expect(await desk.page.getByTestId("keys").textContent()).toContain("Cut to camera 11 to 16");
});

test("a cut is said to who does not see it", async ({ show }) => {
  const { desk } = await show.redAndBlue();
  const said = () => desk.page.getByTestId("announcer").textContent();
  await desk.press("2");
  await expect.poll(said).toBe("Camera 2, Blue, on air");
  await desk.press("r");
  await expect.poll(said).toBe("Replay on air");
  await desk.press("l");
  await expect.poll(said).toBe("Camera 2, Blue, on air");
});

test("a dialog keeps the focus, and gives it back", async ({ show }) => {
  const { desk } = await show.redAndBlue();
  const focused = () =>
    desk.page.evaluate(() => {
      const there = document.activeElement;
      return there?.closest("dialog")?.dataset.testid ?? there?.closest<HTMLElement>("regie-tile")?.dataset.number;
    });
  for (const [key, dialog] of [
    ["n", "rename-dialog"],
    ["?", "keys"],
  ] as const) {
    await desk.tile(2).locator("button").first().focus();
    await desk.press(key);
    await expect.poll(focused).toBe(dialog);
    for (const tab of [...Array(5).fill("Tab"), ...Array(5).fill("Shift+Tab")]) {
      await desk.press(tab);
      expect(await focused()).toBe(dialog);
    }
    await desk.press("Escape");
    await expect.poll(focused).toBe("2");
  }
});
