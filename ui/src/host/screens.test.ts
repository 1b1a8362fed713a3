import { expect, test } from "vitest";
import { type Display, offered } from "./screens";

const display = (id: string, changes: Partial<Display> = {}): Display => {
  return { id, name: id, width: 1920, height: 1080, primary: false, desk: false, ...changes };
};

const first = { primary: true };
const desk = { desk: true };

test.each<[string, Display[], string | undefined]>([
  ["nothing where nothing is known", [], undefined],
  ["nothing where the desk has the only one", [display("a", { ...first, ...desk })], undefined],
  ["the one beside the desk", [display("a", { ...first, ...desk }), display("b")], "b"],
  ["the first one when the desk is on the second", [display("a", first), display("b", desk)], "a"],
  ["not the first one when nobody knows where the desk is", [display("a", first), display("b")], "b"],
])("what offers itself is %s", (_, displays, wanted) => expect(offered(displays)?.id).toBe(wanted));
