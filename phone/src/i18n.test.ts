import { describe, expect, test } from "vitest";
import { pickLanguage, TEXTS, type Texts } from "./i18n";

describe("the language", () => {
  test.each([
    [null, ["fr-CA", "en"], "fr"],
    [null, ["de", "fr"], "fr"],
    [null, ["de"], "en"],
    [null, [], "en"],
    ["fr", ["en-GB"], "fr"],
    ["en", ["fr"], "en"],
    ["xx", ["fr"], "fr"],
  ])("asked for %s, spoken %j: %s", (asked, spoken, language) => {
    expect(pickLanguage(asked, spoken)).toBe(language);
  });
});

describe("the texts", () => {
  const sentences = (texts: Texts) =>
    Object.values(texts).flatMap((value) => (typeof value === "string" ? [value] : Object.values<string>(value)));

  test.each(["en", "fr"] as const)("in %s are all there", (language) => {
    for (const sentence of sentences(TEXTS[language])) expect(sentence.trim()).not.toBe("");
  });

  test("do not break Wi-Fi", () => {
    for (const texts of Object.values(TEXTS)) expect(sentences(texts).join()).not.toContain("Wi-Fi");
  });

  test("have no ordinary space before a French double sign", () => {
    for (const sentence of sentences(TEXTS.fr)) expect(sentence).not.toMatch(/ [:;?!»]|« /);
  });
});
