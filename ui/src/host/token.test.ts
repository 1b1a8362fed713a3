import { beforeEach, expect, test, vi } from "vitest";
import { accessBy, takeFragment } from "./token";

let stored: Map<string, string>;
const shelf = () =>
  ({
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  }) as unknown as Storage;
/** As a browser gives it whose user blocks storage. */
const blocked = (): Storage => {
  throw new DOMException("Access is denied for this document.", "SecurityError");
};
const full = (): Storage =>
  ({
    getItem: () => null,
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  }) as unknown as Storage;
const fragment = (text: string) => new URLSearchParams(text);

beforeEach(() => {
  stored = new Map();
  vi.spyOn(console, "info").mockImplementation(() => {});
});

test("the fragment leaves the address, which stays what it was beside it", () => {
  const history = { state: { kept: true }, replaceState: vi.fn() };
  const location = { hash: "#token=a%2Bb&screen=7", pathname: "/screen.html", search: "?lang=fr" };
  const given = takeFragment(location as Location, history as unknown as History);
  expect([given.get("token"), given.get("screen")]).toEqual(["a+b", "7"]);
  expect(history.replaceState.mock.calls).toEqual([[{ kept: true }, "", "/screen.html?lang=fr"]]);
});

test("an address without a fragment is left alone", () => {
  const history = { replaceState: vi.fn() };
  takeFragment({ hash: "", pathname: "/", search: "" } as Location, history as unknown as History);
  expect(history.replaceState).not.toHaveBeenCalled();
});

test("the token is kept for a reload, and another link's replaces it", () => {
  expect(accessBy(fragment("token=one"), shelf)).toEqual({ token: "one", forgets: false });
  expect(accessBy(fragment(""), shelf)).toEqual({ token: "one", forgets: false });
  accessBy(fragment("token=two"), shelf);
  expect(accessBy(fragment(""), shelf)).toEqual({ token: "two", forgets: false });
});

test.each([
  ["blocked", blocked],
  ["full", full],
])("where storage is %s a page works with its link, and knows that a reload will not", (_, storage) => {
  expect(accessBy(fragment("token=one"), storage)).toEqual({ token: "one", forgets: true });
});

test("a reload without storage has no token, and knows why", () => {
  expect(accessBy(fragment(""), blocked)).toEqual({ token: null, forgets: true });
  expect(accessBy(fragment("x=1"), shelf)).toEqual({ token: null, forgets: false });
});
