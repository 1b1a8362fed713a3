import { expect, test } from "vitest";
import { HoldUps, type Shares, Standstill } from "./standstill";

/** A page whose turns come every 50 ms, and a camera of 30 pictures a second on it. */
function stage() {
  let now = 1_000;
  let timestamp = 0;
  const holdUps = new HoldUps(now);
  const told: Shares[] = [];
  const standstill = new Standstill(holdUps, (shares) => told.push(shares));
  const pass = (milliseconds: number) => {
    for (const end = now + milliseconds; now < end; ) {
      now = Math.min(now + 25, end);
      holdUps.turn(now, false);
    }
  };
  const frame = () => {
    timestamp += 33_333;
    standstill.decodes(timestamp, now);
    return timestamp;
  };
  const draw = (keptBack = 0) => standstill.drawn(keptBack, now);
  const picture = () => {
    standstill.decoded(frame(), now);
    draw();
  };
  for (let count = 0; count < 5; count++) {
    pass(33);
    picture();
  }
  const hang = (milliseconds: number) => {
    now += milliseconds;
  };
  return { standstill, told, pass, hang, frame, draw, picture, now: () => now };
}

test("a gap that came from outside is not the page's", () => {
  const { told, pass, frame, standstill, draw, picture, now } = stage();
  pass(400);
  const late = frame();
  pass(30);
  standstill.decoded(late, now());
  draw();
  picture();
  expect(told).toEqual([]);
});

test("frames that wait in the decoder are its standstill", () => {
  const { told, pass, frame, standstill, draw, now } = stage();
  pass(33);
  const first = frame();
  for (let count = 0; count < 6; count++) {
    pass(33);
    frame();
  }
  standstill.decoded(first, now());
  draw();
  expect(told).toEqual([{ decoder: 198, drawing: 0 }]);
});

test("what the decoder swallows is not waited for again", () => {
  const { told, pass, frame, standstill, draw, now } = stage();
  pass(33);
  frame();
  pass(33);
  standstill.decoded(frame(), now());
  draw();
  pass(200);
  standstill.decoded(frame(), now());
  draw();
  expect(told).toEqual([]);
});

test("a page that is held up draws nothing, whatever came meanwhile", () => {
  const { told, hang, picture } = stage();
  hang(400);
  for (let count = 0; count < 10; count++) picture();
  expect(told).toEqual([{ decoder: 0, drawing: 350 }]);
});

test("a picture that is kept back on purpose does not stand still by it", () => {
  const { told, pass, frame, standstill, draw, now } = stage();
  pass(33);
  standstill.decoded(frame(), now());
  pass(200);
  draw(200);
  expect(told).toEqual([]);
  standstill.decoded(frame(), now());
  pass(200);
  draw();
  expect(told).toEqual([{ decoder: 0, drawing: 200 }]);
});

test("a hidden page is held up by nothing", () => {
  const holdUps = new HoldUps(0);
  holdUps.turn(1_000, true);
  holdUps.turn(2_000, true);
  expect(holdUps.until(2_050)).toBe(0);
  expect(holdUps.until(2_300)).toBe(250);
});

test("another stream does not go on from this one", () => {
  const { told, standstill, hang, picture } = stage();
  standstill.clear();
  hang(4_000);
  picture();
  expect(told).toEqual([]);
});
