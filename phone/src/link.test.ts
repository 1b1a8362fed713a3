import { expect, test } from "vitest";
import { readLink } from "./link";

test.each([
  ["#token=abc-_123", { token: "abc-_123", name: null }],
  ["#token=abc&name=Sc%C3%A8ne%20gauche", { token: "abc", name: "Scène gauche" }],
  ["#token=abc&name=Stage+left", { token: "abc", name: "Stage left" }],
  ["#name=Crane&token=abc", { token: "abc", name: "Crane" }],
  ["#token=&name=%20", { token: null, name: null }],
  ["#token=%E0%A4%A", { token: "\uFFFD%A", name: null }],
  ["#", { token: null, name: null }],
  ["", { token: null, name: null }],
])("%s", (fragment, link) => {
  expect(readLink(fragment)).toEqual(link);
});
