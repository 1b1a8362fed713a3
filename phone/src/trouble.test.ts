import { describe, expect, test } from "vitest";
import type { Problem } from "./protocol/Problem";
import { troubleOfCapture, troubleOfProblem } from "./trouble";

describe("a refusal", () => {
  test.each<[number, Partial<Problem> | null, string]>([
    [401, { code: "bad_token" }, "bad_token"],
    [503, { code: "desk_full" }, "desk_full"],
    [406, { code: "no_codec" }, "no_codec"],
    [400, { code: "bad_offer" }, "rejected"],
    [500, { code: "internal" }, "fault"],
    [401, null, "bad_token"],
    [502, null, "fault"],
    [404, null, "rejected"],
    [400, { code: "something_newer" as Problem["code"] }, "rejected"],
  ])("%i %j is %s", (status, problem, trouble) => {
    expect(troubleOfProblem(status, problem)).toBe(trouble);
  });
});

describe("a camera that does not open", () => {
  test.each([
    ["NotAllowedError", "camera_refused"],
    ["NotReadableError", "camera_busy"],
    ["NotFoundError", "camera_missing"],
    ["OverconstrainedError", "camera_missing"],
    ["TypeError", "camera_failed"],
  ])("by %s is %s", (name, trouble) => {
    expect(troubleOfCapture(Object.assign(new Error(), { name }))).toBe(trouble);
  });

  test("by anything else failed", () => {
    expect(troubleOfCapture("?")).toBe("camera_failed");
  });
});
