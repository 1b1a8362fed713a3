import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Capture } from "./camera/capture";
import { Identity } from "./identity";
import { Memory } from "./memory";
import { type Screen, Session } from "./session";
import type { Model } from "./state";

let model: Model | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  // A phone whose camera another app has: the browser says so (W3C Media Capture, 10.2).
  const getUserMedia = async (): Promise<MediaStream> => {
    throw new DOMException("Could not start video source", "NotReadableError");
  };
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function session(): Session {
  const memory = new Memory(() => {
    throw new Error("no storage");
  });
  const screen: Screen = {
    model: (shown) => {
      model = shown;
    },
    figures: () => {},
    picture: () => {},
    hot: () => {},
    controls: () => {},
    name: () => {},
  };
  const capture = new Capture({ rear: "Rear", front: "Front" }, () => made.dispatch({ type: "stalled" }));
  const identity = new Identity(memory, memory);
  identity.take({ token: "crew", name: null });
  const made = new Session(identity, capture, { hold: () => {}, release: () => {} }, screen);
  return made;
}

test("where nothing films, another mode of the sound leaves it said why", async () => {
  const phone = session();
  phone.dispatch({ type: "captured", sound: true });
  phone.dispatch({ type: "start", named: false });
  phone.dispatch({ type: "connected" });
  phone.dispatch({ type: "stalled" });
  await vi.advanceTimersByTimeAsync(0);
  expect(model).toMatchObject({ state: "live", picture: false, camera: "camera_busy" });

  const view = {
    number: 1,
    name: "Door",
    tally: "off",
    recorded: false,
    sound: "speech",
    budget: 3500,
    live_in: null,
    wanted: { serial: 0, settings: {} },
    cue: null,
    calls: false,
    spoken_to: false,
  } as const;
  phone.dispatch({ type: "viewed", view });
  await vi.advanceTimersByTimeAsync(0);
  expect(model).toMatchObject({ mode: "speech", picture: false, camera: "camera_busy" });
});
