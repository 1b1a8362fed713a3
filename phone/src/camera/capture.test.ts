import { expect, test } from "vitest";
import { isIn, soundOf } from "./capture";

test("music is left as it sounds, speech has all that a phone does for calls", () => {
  expect(soundOf("music")).toEqual({
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    channelCount: { ideal: 2 },
  });
  expect(soundOf("speech")).toMatchObject({ echoCancellation: true, noiseSuppression: true, autoGainControl: true });
});

test("a track is in a mode by its echo cancellation, and in any where the browser does not tell", () => {
  expect(isIn("music", { echoCancellation: false })).toBe(true);
  expect(isIn("music", { echoCancellation: true })).toBe(false);
  expect(isIn("speech", { echoCancellation: true })).toBe(true);
  expect(isIn("speech", { echoCancellation: false })).toBe(false);
  expect(isIn("speech", {})).toBe(true);
});
