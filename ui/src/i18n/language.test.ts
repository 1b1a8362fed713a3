import { expect, test } from "vitest";
import { keys, moment, slates } from "../watch/texts";
import { chooseLanguage, type Text } from "./choice";
import { failure } from "./failure";
import { fill } from "./language";
import { texts } from "./texts";

const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test.each(Object.entries<Text>({ ...texts, ...failure, ...slates, ...keys, moment }))(
  "%s is there in both languages with the same blanks",
  (_, { en, fr }) => {
    expect(en.trim()).not.toBe("");
    expect(fr.trim()).not.toBe("");
    expect(blanks(fr)).toEqual(blanks(en));
  },
);

test("the language is the override's, else the system's first that the desk speaks, else English", () => {
  expect(chooseLanguage("?lang=fr", ["en-GB"])).toBe("fr");
  expect(chooseLanguage("", ["de-DE", "fr-CA", "en"])).toBe("fr");
  expect(chooseLanguage("?lang=xx", ["EN-us"])).toBe("en");
  expect(chooseLanguage("", [])).toBe("en");
});

test("blanks are filled, unknown ones stay visible", () => {
  expect(fill("{a} of {b}, {c}", { a: 1, b: "two" })).toBe("1 of two, {c}");
});

test.each(Object.entries<Text>({ ...texts, ...failure, ...slates, ...keys, moment }))(
  "%s does not break before a French double sign",
  (_, text) => {
    expect(text.fr).not.toMatch(/ [:;?!»%]|« /);
  },
);

test("saving and recording are two words, and adding a camera is one", () => {
  expect(texts["rename.save"].fr).not.toBe(texts["record.start"].fr);
  expect(texts.saved.fr).not.toContain("Enregistr");
  for (const language of ["en", "fr"] as const)
    expect(texts["tile.free"][language]).toBe(texts["header.join"][language]);
});
