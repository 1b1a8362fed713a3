import { expect, test } from "vitest";
import { MOST_WAITING, Reel } from "./reel";

/** A reel, and the display frames that it waits for. */
function stage() {
  const events: string[] = [];
  let due: (() => void)[] = [];
  const reel = new Reel(
    (picture) => events.push(String(picture.timestamp)),
    (then) => due.push(then),
  );
  const picture = (timestamp: number) =>
    ({ timestamp, close: () => events.push(`${timestamp} closed`) }) as unknown as VideoFrame;
  return {
    reel,
    events,
    push: (...numbers: number[]) => {
      for (const number of numbers) reel.push(picture(number));
    },
    /** A display frame: what is asked for in it comes with the next one. */
    frame: () => {
      const now = due;
      due = [];
      for (const then of now) then();
      events.push("|");
      return now.length > 0;
    },
  };
}

test("a picture is shown when it comes", () => {
  const { push, frame, events } = stage();
  push(1);
  frame();
  frame();
  push(2);
  expect(events).toEqual(["1", "|", "|", "2"]);
});

test("pictures that come together have a display frame each, in order", () => {
  const { push, frame, events } = stage();
  push(1, 2, 3);
  frame();
  frame();
  push(4);
  frame();
  frame();
  expect(events).toEqual(["1", "|", "2", "|", "3", "|", "4", "|"]);
});

test("a picture that was shown in a display frame stays for it", () => {
  const { push, frame, events } = stage();
  push(1, 2);
  frame();
  frame();
  push(3);
  expect(events, "2 was drawn in the second one").toEqual(["1", "|", "2", "|"]);
  frame();
  expect(events).toEqual(["1", "|", "2", "|", "3", "|"]);
});

test("without display frames the oldest that wait are let go", () => {
  const { push, events } = stage();
  push(...Array.from({ length: MOST_WAITING + 3 }, (_, index) => index + 1));
  expect(events).toEqual(["1", "2 closed", "3 closed"]);
});

test("nothing of what waited is shown after it is forgotten, and no display frame is waited for any more", () => {
  const { reel, push, frame, events } = stage();
  push(1, 2);
  reel.clear();
  frame();
  expect(frame()).toBe(false);
  push(3);
  expect(events).toEqual(["1", "2 closed", "|", "|", "3"]);
});
