import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { decided } from "./support/decided";
import { Namespace } from "./support/namespace";
import { test } from "./support/show";

/** What a phone asks of its session, with what it was answered. */
function asked(page: Page): string[] {
  const all: string[] = [];
  page.on("requestfinished", async (request) => {
    if (!request.url().includes("/whip/")) return;
    all.push(`${request.method()} ${(await request.response())?.status()}`);
  });
  page.on("requestfailed", (request) => all.push(`${request.method()} failed`));
  return all;
}

const networkChanged = (page: Page) => page.evaluate(() => dispatchEvent(new Event("online")));
/** Longer than the page takes to notice it and to act, shorter than it and the engine keep a session for. */
const SILENCE_MS = 9000;

const peers = (page: Page) => page.evaluate(() => window.peers.length);
const fragments = (page: Page) =>
  page.evaluate(() => {
    const of = (sdp?: RTCSessionDescription | null) => sdp?.sdp.match(/a=ice-ufrag:(.*)/)?.[1];
    const peer = window.peers.at(-1);
    return [of(peer?.localDescription), of(peer?.remoteDescription)];
  });

test("a phone on another network restarts ICE, and its picture goes on in the same session", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const phone = await show.phone("green");
  const requests = asked(phone.page);
  await phone.join(engine.ready.join, "Crane");
  await expect.poll(() => desk.program()).toBe("green");
  const before = await fragments(phone.page);
  const live = await decided(engine);

  await networkChanged(phone.page);
  await expect.poll(() => requests).toEqual(["POST 201", "PATCH 200"]);
  // Another one is only taken up once this restart is known to have a way.
  const changedAgain = async () => {
    await networkChanged(phone.page);
    return requests;
  };
  await expect.poll(changedAgain).toEqual(["POST 201", "PATCH 200", "PATCH 200"]);
  const after = await fragments(phone.page);
  expect(after.filter((fragment) => before.includes(fragment))).toEqual([]);
  await phone.turn(720, 1280, "red", "blue");
  await expect.poll(() => desk.view()).toBe("high red blue");
  expect(await peers(phone.page)).toBe(1);
  expect(await phone.state()).toBe("on-air");
  // The desk was not told of anything: the camera was never lost.
  expect(await decided(engine)).toEqual(live);
});

test("a phone whose restart is refused makes a new session as the same camera", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const phone = await show.phone("blue");
  await phone.join(engine.ready.join, "Pit");
  await expect.poll(() => desk.program()).toBe("blue");
  const requests = asked(phone.page);
  await phone.page.route(/\/whip\/session\//, (route) => {
    if (route.request().method() === "PATCH") return route.fulfill({ status: 404 });
    return route.continue();
  });
  await networkChanged(phone.page);
  await expect.poll(() => requests).toEqual(["PATCH 404", "POST 201"]);
  await expect.poll(() => phone.state()).toBe("on-air");
  await phone.turn(720, 1280, "red", "blue");
  await expect.poll(() => desk.view()).toBe("high red blue");
  expect(await desk.tiles()).toEqual(["1 Pit live"]);
});

test("an offer whose candidates are all .local names connects", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const phone = await show.phone("red");
  const offered: string[] = [];
  await phone.page.route(/\/whip\//, (route) => {
    const offer = route
      .request()
      .postData()
      ?.replace(/^(a=candidate:\S+ \d+ \S+ \d+) \S+/gm, (_, head: string) => `${head} ${crypto.randomUUID()}.local`);
    offered.push(...(offer?.match(/^a=candidate:.*$/gm) ?? []));
    return route.continue({ postData: offer });
  });
  await phone.join(engine.ready.join, "Door");
  await expect.poll(() => desk.program()).toBe("red");
  expect(offered.length).toBeGreaterThan(0);
  expect(offered.filter((candidate) => !candidate.includes(".local "))).toEqual([]);
});

const missing = Namespace.missing();
describe.skipIf(missing !== undefined)("on a Wi-Fi that falls silent", () => {
  test("a phone restarts ICE and comes back in the session that it had", async ({ show }) => {
    const network = await show.network();
    const engine = await show.engine({ address: network.address });
    const desk = await show.desk(engine);
    const phone = await show.phone("green", { network });
    await phone.join(engine.ready.join, "Balcony");
    await expect.poll(() => desk.program()).toBe("green");
    const requests = asked(phone.page);
    // Media alone: the request for the restart goes through before the silence ends.
    await network.silence(SILENCE_MS);
    await expect.poll(() => desk.tiles()).toEqual(["1 Balcony lost"]);
    await expect.poll(() => desk.tiles()).toEqual(["1 Balcony live"]);
    await expect.poll(() => desk.program()).toBe("green");
    // The page tries again until one gets through, and never makes another session.
    expect(new Set(requests)).toEqual(new Set(["PATCH 200"]));
    expect(await peers(phone.page)).toBe(1);
  });
});
