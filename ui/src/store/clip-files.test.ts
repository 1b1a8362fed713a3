import { expect, test } from "vitest";
import { type ClipFile, pathOf } from "./clip-files";

test.each<[ClipFile, string]>([
  [{ camera: 2, speed: 100 }, "/clips/7/file?camera=2"],
  [{ camera: 2, speed: 50 }, "/clips/7/file?camera=2&speed=50"],
  [{ camera: "all", speed: 100 }, "/clips/7/file?container=zip"],
])("%j is at %s", (wanted, path) => expect(pathOf(7, wanted)).toBe(path));
