import { afterEach, expect, test, vi } from "vitest";
import { Claim } from "./claim";

/** Locks whose request ends as a browser ends it. */
function endsWith(name: string): void {
  const request = () => Promise.reject(new DOMException("no", name));
  vi.stubGlobal("navigator", { locks: { request } });
}

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["AbortError", 1, "another tab stole it"],
  ["SecurityError", 0, "storage is blocked, and locks with it"],
  ["InvalidStateError", 0, "the page is going"],
])("a claim that ends with %s is taken %i times: %s", async (name, times) => {
  endsWith(name);
  const taken = vi.fn();
  new Claim(taken).take();
  await Promise.resolve().then(() => Promise.resolve());
  expect(taken).toHaveBeenCalledTimes(times);
});

test("what is let go is nobody's to take", async () => {
  endsWith("AbortError");
  const taken = vi.fn();
  const claim = new Claim(taken);
  claim.take();
  claim.release();
  await Promise.resolve().then(() => Promise.resolve());
  expect(taken).not.toHaveBeenCalled();
});
