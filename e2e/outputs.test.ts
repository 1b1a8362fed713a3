import { expect } from "vitest";
import type { ToDesk } from "../ui/src/protocol/ToDesk";
import type { Desk } from "./support/desk";
import { type Engine, tokenOf } from "./support/engine";
import { type Show, test } from "./support/show";
import { Socket } from "./support/socket";

/** A link's row on the desk in short: its state, and what went wrong. */
function links(desk: Desk, kind: "push" | "pull"): Promise<string[]> {
  return desk.page
    .getByTestId(kind)
    .getByTestId("link")
    .evaluateAll((rows) =>
      rows.map((row) => [".link-state", ".link-problem"].map((part) => row.querySelector(part)?.textContent).join(" ")),
    );
}

/** Fills the form of a kind of link and sends it. */
async function connect(desk: Desk, kind: "push" | "pull", fields: Record<string, string>): Promise<void> {
  const panel = desk.page.getByTestId(kind);
  if (!(await panel.getByTestId(`${kind}-url`).isVisible())) await panel.locator("summary").click();
  for (const [name, value] of Object.entries(fields)) await panel.getByTestId(`${kind}-${name}`).fill(value);
  await panel.getByTestId(`${kind}-add`).click();
}

test("who watches is counted on the desk, where the link and its code are", async ({ show }) => {
  const engine = await show.engine({ viewers: 2 });
  const desk = await show.desk(engine);
  const red = await show.phone("red");
  await red.join(engine.ready.join, "Red");
  await expect.poll(() => desk.program()).toBe("red");

  await desk.press("o");
  expect(await desk.page.getByTestId("watch-url").textContent()).toBe(engine.ready.watch);
  expect(await desk.page.getByTestId("watch-qr").isVisible()).toBe(true);
  const viewers = () => desk.page.getByTestId("viewers").textContent();
  expect(await viewers()).toBe("0 of 2 viewers");
  const viewer = await show.viewer(engine);
  await expect.poll(() => viewer.picture()).toBe("red");
  await expect.poll(viewers).toBe("1 of 2 viewers");
  await expect.poll(() => desk.page.getByTestId("outputs").textContent()).toContain("1");
  // The keys of the show work beside the panel, which nothing but its own key and Escape closes.
  await desk.press("r");
  await desk.press("o");
  expect(await desk.page.getByTestId("side").isVisible()).toBe(false);
});

test("program is sent to another server, and what goes wrong is said beside it", async ({ show }) => {
  const far = await show.engine();
  const engine = await show.engine();
  const [desk, farDesk] = [await show.desk(engine), await show.desk(far)];
  const red = await show.phone("red");
  await red.join(engine.ready.join, "Red");
  await expect.poll(() => desk.program()).toBe("red");
  await desk.press("o");

  await connect(desk, "push", { url: "sfu.example/whip" });
  expect(await links(desk, "push")).toEqual([]);
  await connect(desk, "push", { url: `${far.ready.whip}/from-here`, token: "wrong" });
  await expect.poll(() => links(desk, "push")).toEqual([expect.stringMatching(/^Failed, tries again .+/)]);
  await expect.poll(() => desk.page.getByTestId("outputs").getAttribute("class")).toContain("is-trouble");
  // Loud until it is understood; and then to be seen until it is over.
  const [alarm, chip] = [desk.page.getByTestId("alarm"), desk.page.getByTestId("alarms")];
  await expect.poll(() => alarm.textContent()).toContain("Link to a server down");
  await desk.page.getByTestId("alarm-note").click();
  await expect.poll(() => alarm.isVisible()).toBe(false);
  await expect.poll(() => chip.textContent()).toMatch(/127\.0\.0\.1:\d+0:\d\d/);
  await chip.click();
  await expect.poll(() => alarm.isVisible()).toBe(true);
  await desk.press("y");
  await expect.poll(() => chip.isVisible()).toBe(true);
  await desk.page.getByTestId("link-remove").click();
  await expect.poll(() => links(desk, "push")).toEqual([]);
  await expect.poll(() => chip.isVisible()).toBe(false);

  await connect(desk, "push", { url: `${far.ready.whip}/from-here`, token: far.crew });
  await expect.poll(() => links(desk, "push")).toEqual([expect.stringMatching(/^Live \d:\d\d $/)]);
  await expect.poll(() => farDesk.picture(1)).toBe("red");
  // The token is nowhere to be read again.
  expect(await desk.page.content()).not.toContain(far.crew);
  expect(JSON.stringify(await engine.snapshot())).not.toContain(far.crew);
});

test("a source of another server is a camera", async ({ show }) => {
  const far = await show.engine();
  const engine = await show.engine();
  const [farDesk, desk] = [await show.desk(far), await show.desk(engine)];
  const blue = await show.phone("blue");
  await blue.join(far.ready.join, "Blue");
  await expect.poll(() => farDesk.program()).toBe("blue");

  await desk.press("o");
  await connect(desk, "pull", { url: new URL("/whep", far.ready.whip).href, name: "Far away" });
  await expect.poll(() => desk.tiles()).toEqual(["1 Far away live"]);
  await expect.poll(() => desk.program()).toBe("blue");
  await expect.poll(() => links(desk, "pull")).toEqual([expect.stringMatching(/^Live /)]);
});

test("a server that has not taken the codec of the camera on program has sound alone, and the desk says so", async ({
  show,
}) => {
  const far = await show.engine();
  const engine = await show.engine();
  await showsVp8Alone(show, far);
  const desk = await show.desk(engine);
  show.publisher(engine, "Podium", "podium.ivf");
  await desk.tile(1).waitFor();
  show.publisher(engine, "Finish", "finish.h264");
  await desk.tile(2).waitFor();

  await desk.press("o");
  await connect(desk, "push", { url: `${far.ready.whip}/from-here`, token: far.crew });
  await expect.poll(() => links(desk, "push")).toEqual([expect.stringMatching(/^Live \d:\d\d $/)]);
  await engine.command({ type: "cut", camera: 2 });
  const frozen = /^Picture frozen \d:\d\d the server has not taken H\.264, which the camera on program sends$/;
  await expect.poll(() => links(desk, "push")).toEqual([expect.stringMatching(frozen)]);
  await expect.poll(() => desk.page.getByTestId("outputs").getAttribute("class")).toContain("is-trouble");
  await engine.command({ type: "cut", camera: 1 });
  await expect.poll(() => links(desk, "push")).toEqual([expect.stringMatching(/^Live /)]);
});

/** Connects a desk that shows VP8 alone, until the show is over. */
async function showsVp8Alone(show: Show, engine: Engine): Promise<void> {
  const url = new URL("/control", engine.ready.desk.replace("http:", "ws:"));
  url.hash = "";
  url.searchParams.set("token", tokenOf(engine.ready.desk));
  const desk = await Socket.open(url.href);
  show.onClose(async () => desk.close());
  const answered = new Promise<void>((resolve) => {
    desk.on("text", (text) => {
      const message = JSON.parse(text) as ToDesk;
      if (message.type !== "reply") return;
      expect(message.refusal).toBeNull();
      resolve();
    });
  });
  desk.send(JSON.stringify({ id: 1, command: { type: "report_codecs", codecs: { h264: false, vp8: true } } }));
  await answered;
}
