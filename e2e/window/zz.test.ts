import { writeFileSync } from "node:fs";
import { expect } from "vitest";
import { test } from "./window";
test("x", async ({show, desk}) => {
  await desk.session.run(() => { (window as any).v = []; addEventListener("securitypolicyviolation", (e) => (window as any).v.push(e.effectiveDirective + " " + e.blockedURI + e.sample + e.sourceFile + e.lineNumber)); });
  const { join } = await desk.ready();
  let n = 0;
  for (const c of ["red", "green", "blue", "yellow"] as const) { const p = await show.phone(c); await p.join(join, c); n++; await expect.poll(() => desk.picture(n)).toBe(c); }
  await desk.press("3"); await expect.poll(() => desk.program()).toBe("blue");
  writeFileSync("/tmp/w/shelltest/four.png", await desk.session.screenshot());
  await desk.press("r"); await expect.poll(() => desk.program()).toBe("red");
  writeFileSync("/tmp/w/shelltest/replay.png", await desk.session.screenshot());
  await desk.press("q"); await new Promise(r => setTimeout(r, 500));
  writeFileSync("/tmp/w/shelltest/q.png", await desk.session.screenshot());
  console.log(await desk.session.run(() => (window as any).v));
});
