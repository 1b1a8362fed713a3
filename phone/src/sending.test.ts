import { expect, test } from "vitest";
import { Heat, smaller } from "./heat";
import { type Look, Sending, type Stat } from "./sending";

const video = (stat: Partial<Stat>): Stat => ({ type: "outbound-rtp", kind: "video", ...stat });

/** A connection's statistics, some time after its start. */
function stats(seconds: number, kbps: number, more: Partial<Stat> = {}): Stat[] {
  return [
    { type: "outbound-rtp", kind: "audio", bytesSent: 99_999 },
    { type: "media-source", kind: "video", framesPerSecond: 29 },
    video({
      ...{ timestamp: seconds * 1_000, bytesSent: (seconds * kbps * 1_000) / 8 },
      ...{ frameWidth: 1_280, frameHeight: 720, framesPerSecond: 30, qualityLimitationReason: "bandwidth", ...more },
    }),
    { type: "remote-inbound-rtp", kind: "video", fractionLost: 0.02, roundTripTime: 0.035 },
  ];
}

test("what is sent is told with its rate between two looks", () => {
  const sending = new Sending();
  expect(sending.look(stats(2, 2_000)).sending?.kbps).toBe(0);
  expect(sending.look(stats(4, 2_000))).toEqual({
    sending: {
      ...{ fps: 30, width: 1_280, height: 720, kbps: 2_000 },
      ...{ round_trip: 35, loss: 0.02, limited_by: "bandwidth" },
    },
    captured: 29,
  });
});

test("nothing is told before a picture has gone out, nor what a browser does not tell", () => {
  const sending = new Sending();
  expect(sending.look([video({ frameWidth: 0 })])).toEqual({ sending: null, captured: null });
  const [, , sent] = stats(1, 1_000, { qualityLimitationReason: "weather" });
  expect(sending.look(sent ? [sent] : []).sending).toMatchObject({ round_trip: null, loss: null, limited_by: "other" });
});

test("a restarted count makes no rate", () => {
  const sending = new Sending();
  sending.look(stats(60, 2_000));
  expect(sending.look(stats(1, 2_000)).sending?.kbps).toBe(0);
});

test("a phone is likely hot when it is slow or held back by its processor for long, and well when it has not been", () => {
  const look = (
    limited_by: "none" | "cpu" | "bandwidth" | "other",
    captured: number | null = 30,
    fps = captured ?? 30,
  ): Look => {
    const sending = { fps, width: 1, height: 1, kbps: 1, round_trip: null, loss: null, limited_by };
    return { sending, captured };
  };
  const heat = new Heat();
  const after = (from: number, to: number, what: Look) => {
    let hot = false;
    for (let second = from; second <= to; second += 2) hot = heat.look(what, 30, second * 1_000);
    return hot;
  };
  expect(after(0, 18, look("cpu"))).toBe(false);
  expect(after(20, 20, look("none"))).toBe(false);
  // In the dark a camera gives fewer pictures; on bad air fewer are sent.
  expect(after(0, 60, look("none", 15))).toBe(false);
  expect(after(0, 60, look("bandwidth", 30, 12))).toBe(false);
  expect(after(62, 80, look("other", 30, 18))).toBe(false);
  expect(after(82, 82, look("other", 30, 18))).toBe(true);
  expect(after(84, 112, look("none"))).toBe(true);
  expect(after(114, 114, look("none"))).toBe(false);
  expect(after(116, 160, look("none", null))).toBe(false);
  expect(heat.look({ sending: null, captured: null }, 30, 162_000)).toBe(false);
});

test("a smaller picture is the next smaller one", () => {
  const heights = [1080, 720, 480, 360];
  expect([1080, 720, 600, 360].map((height) => smaller({ heights, height }))).toEqual([720, 480, 480, null]);
  expect(smaller({ heights, height: null })).toBe(null);
});
