import { expect, test } from "vitest";
import { HEAL_MS, type Health, PATIENCE_MS, type Sign, treat } from "./healing";

/** What becomes of a connection, and what is done on the way. */
function course(from: Health, ...signs: Sign[]): { health: Health; done: string[] } {
  let health = from;
  const done: string[] = [];
  for (const sign of signs) {
    const [next, treatment] = treat(health, sign);
    health = next;
    if (treatment !== null) done.push(treatment.type);
  }
  return { health, done };
}

test.each<[string, Health, Sign[], Health, string[]]>([
  ["one that is made", "connecting", ["connected"], "up", ["rest"]],
  ["one that is never made", "connecting", ["late"], "over", ["end"]],
  ["one that can't be made", "connecting", ["disconnected", "failed"], "over", ["end"]],
  ["a short silence", "up", ["silent", "heard"], "up", ["probe", "rest"]],
  ["one that the browser notices", "up", ["disconnected", "connected"], "up", ["probe", "rest"]],
  ["a network that is back with the old way", "up", ["silent", "reachable", "heard"], "up", ["probe", "wait", "rest"]],
  ["a long silence", "up", ["silent", "reachable", "late"], "restarting", ["probe", "wait", "restart"]],
  ["a network that stays away", "up", ["silent", "disconnected", "late"], "over", ["probe", "end"]],
  [
    "a silence that heals after a restart",
    "up",
    ["disconnected", "reachable", "late", "heard", "connected"],
    "up",
    ["probe", "wait", "restart", "rest"],
  ],
  ["a failure", "up", ["failed", "reachable", "late"], "restarting", ["probe", "wait", "restart"]],
  ["another network", "up", ["network"], "restarting", ["restart"]],
  ["another network in a silence", "up", ["disconnected", "network"], "restarting", ["probe", "restart"]],
  ["a restart without a way", "restarting", ["late"], "over", ["end"]],
  ["a restart that fails", "restarting", ["failed"], "over", ["end"]],
  ["a restart that is refused", "restarting", ["refused"], "over", ["end"]],
  ["one restart at a time", "up", ["network", "disconnected", "silent", "network"], "restarting", ["restart"]],
  ["the next fault", "up", ["network", "connected", "network"], "restarting", ["restart", "rest", "restart"]],
  ["one that is closed", "shaky", ["closed", "connected", "late"], "over", ["end"]],
])("%s", (_, from, signs, health, done) => {
  expect(course(from, ...signs)).toEqual({ health, done });
});

test("a silence is given the time to heal", () => {
  expect(treat("up", "silent")).toEqual(["shaky", { type: "probe", ms: PATIENCE_MS }]);
  expect(treat("shaky", "reachable")).toEqual(["healing", { type: "wait", ms: HEAL_MS }]);
});
