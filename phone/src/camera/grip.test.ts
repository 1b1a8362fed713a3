import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CameraSettings } from "../protocol/CameraSettings";
import type { Controls } from "../protocol/Controls";
import { Capture } from "./capture";
import { type FakeLens, FakePhone, FakeStream } from "./fake-phone";
import { Grip, newsOf } from "./grip";

const WIDE = { width: { min: 1, max: 1920 }, height: { min: 1, max: 1080 }, frameRate: { min: 1, max: 30 } };
const MODES = ["manual", "continuous"];

/** All that a phone can have. */
const REAR: FakeLens = {
  label: "Back Camera",
  facing: "environment",
  offers: {
    ...WIDE,
    zoom: { min: 1, max: 8, step: 0.1 },
    torch: true,
    exposureMode: MODES,
    exposureCompensation: { min: -2, max: 2, step: 0.5 },
    focusMode: ["manual", "continuous", "single-shot"],
    focusDistance: { min: 0.1, max: 4, step: 0.1 },
    whiteBalanceMode: MODES,
    colorTemperature: { min: 2500, max: 8000, step: 50 },
  },
  set: {
    zoom: 1,
    torch: false,
    exposureMode: "continuous",
    exposureCompensation: 0,
    focusMode: "continuous",
    focusDistance: 2,
    whiteBalanceMode: "continuous",
    colorTemperature: 5000,
  },
};
const TELE: FakeLens = { label: "Back Telephoto Camera", facing: "environment", offers: WIDE };
const FRONT: FakeLens = { label: "Front Camera", facing: "user", offers: WIDE };

beforeEach(() => vi.stubGlobal("MediaStream", FakeStream));
afterEach(() => vi.unstubAllGlobals());

async function hold(phone: FakePhone): Promise<{ capture: Capture; grip: Grip }> {
  vi.stubGlobal("navigator", { mediaDevices: phone.mediaDevices });
  const capture = new Capture({ rear: "Rear", front: "Front" }, () => {});
  await capture.open();
  const grip = new Grip(capture);
  await grip.settle();
  return { capture, grip };
}

/** A controls' value, of ranges the number alone. */
function is(controls: Controls, name: keyof CameraSettings & keyof Controls): unknown {
  const value = controls[name];
  return typeof value === "object" && value !== null && "value" in value ? value.value : value;
}

test("what a browser does not offer is not there", async () => {
  const nothing = { zoom: null, torch: null, exposure: null, focus: null, white_balance: null };
  const unlocked = { exposure_locked: null, focus_locked: null, white_balance_locked: null };
  const cases: [Record<string, unknown> | undefined, Partial<Controls>][] = [
    // Firefox before 132 says nothing at all.
    [undefined, { ...nothing, ...unlocked, heights: [], rates: [], fps: null }],
    [{}, { ...nothing, ...unlocked, heights: [], rates: [] }],
    [WIDE, { ...nothing, ...unlocked, heights: [1080, 720, 480, 360], rates: [30, 25, 15], fps: 30, height: 720 }],
    [{ ...WIDE, height: { max: 720 }, width: { max: 1280 } }, { heights: [720, 480, 360] }],
    // Held upright, some say the sides the other way round.
    [{ ...WIDE, height: { max: 1280 }, width: { max: 720 } }, { heights: [720, 480, 360] }],
    [
      { ...WIDE, frameRate: { min: 0, max: 20 } },
      { rates: [20, 15], fps: 20 },
    ],
    [
      { ...WIDE, frameRate: { min: 1, max: 240 } },
      { rates: [30, 25, 15], fps: 30 },
    ],
    [{ zoom: { min: 1, max: 1 } }, { zoom: null }],
    [{ zoom: { min: 1, max: Number.POSITIVE_INFINITY } }, { zoom: null }],
    [{ zoom: { min: 0.5, max: 10 } }, { zoom: { min: 0.5, max: 10, step: 0, value: 1 } }],
    [{ torch: false }, { torch: null }],
    [{ torch: [false] }, { torch: null }],
    [{ torch: [false, true] }, { torch: false }],
    [{ exposureMode: ["continuous"] }, { exposure_locked: null }],
    [{ exposureMode: ["none", "manual"] }, { exposure_locked: null }],
    [{ exposureMode: MODES }, { exposure_locked: false }],
    [{ exposureCompensation: { min: -2, max: 2, step: 1 } }, { exposure: { min: -2, max: 2, step: 1, value: 0 } }],
    [{ focusMode: ["single-shot", "continuous"] }, { focus_locked: false, focus: null }],
    // A distance that no mode keeps is none that can be set.
    [
      { focusMode: ["continuous"], focusDistance: { min: 0, max: 4 } },
      { focus: null, focus_locked: null },
    ],
    [{ whiteBalanceMode: ["continuous"], colorTemperature: { min: 2500, max: 8000 } }, { white_balance: null }],
    [{ colorTemperature: { min: 2500, max: 8000 } }, { white_balance: { min: 2500, max: 8000, step: 0, value: 2500 } }],
  ];
  for (const [offers, expected] of cases) {
    const { grip } = await hold(new FakePhone([{ label: "Camera", ...(offers && { offers }) }]));
    expect(grip.controls, JSON.stringify(offers)).toMatchObject(expected);
  }
});

const ALL: CameraSettings = {
  zoom: 2.5,
  torch: true,
  exposure: 1,
  exposure_locked: true,
  focus: 0.8,
  focus_locked: true,
  white_balance: 3200,
  white_balance_locked: true,
  height: 480,
  fps: 25,
  muted: true,
};

for (const manner of ["spec", "chromium", "clamps", "single"] as const) {
  test(`what the director wants is done, all at once and one by one: ${manner}`, async () => {
    const names = Object.keys(ALL) as (keyof typeof ALL & keyof Controls)[];
    const together = await hold(new FakePhone([REAR], manner));
    await together.grip.take({ serial: 7, settings: ALL });
    const single = await hold(new FakePhone([REAR], manner));
    for (const name of names) await single.grip.set({ [name]: ALL[name] });
    for (const { grip } of [together, single]) {
      for (const name of names) expect(is(grip.controls, name), name).toBe(ALL[name]);
      expect(grip.controls.refused).toEqual([]);
    }
    expect(together.grip.controls.serial).toBe(7);
    expect(together.capture.stream?.getAudioTracks()[0]?.enabled).toBe(false);

    await together.grip.take({
      serial: 8,
      settings: { focus_locked: false, white_balance_locked: false, torch: false },
    });
    const after = together.grip.controls;
    expect(after).toMatchObject({ focus_locked: false, white_balance_locked: false, torch: false, serial: 8 });
    expect(is(after, "zoom")).toBe(2.5);
  });
}

test("what is offered and then refused is said, until it is asked again, and the rest is done", async () => {
  const deaf = ["torch", "focusMode", "width", "height"];
  const { grip } = await hold(new FakePhone([{ ...REAR, deaf }]));
  await grip.set({ torch: true, zoom: 3, focus_locked: true, height: 480 });
  expect(grip.controls.refused.sort()).toEqual(["focus_locked", "height", "torch"]);
  expect(is(grip.controls, "zoom")).toBe(3);
  // As the desk says it: what it doesn't want is null.
  await grip.take({ serial: 1, settings: { torch: false, zoom: null, focus_locked: null } });
  expect(grip.controls.refused.sort()).toEqual(["focus_locked", "height"]);
});

test("what is wanted is done once: whoever holds the phone may set something else after", async () => {
  const { grip } = await hold(new FakePhone([REAR]));
  const wanted = { serial: 1, settings: { zoom: 4 } };
  expect(grip.isNews(wanted)).toBe(true);
  await grip.take(wanted);
  await grip.set({ zoom: 2 });
  expect(grip.isNews(wanted)).toBe(false);
  expect(is(grip.controls, "zoom")).toBe(2);
  // The desk forgot that it wanted 4, and wants it again.
  await grip.take({ serial: 2, settings: { zoom: 4 } });
  expect(is(grip.controls, "zoom")).toBe(4);
});

test("lenses are changed one after the other, also when their ids rotate, and keep their names", async () => {
  const phone = new FakePhone([REAR, TELE, FRONT]);
  const { capture, grip } = await hold(phone);
  expect(grip.controls.lenses).toEqual([
    { id: "1", label: "Back Camera", front: false },
    { id: "2", label: "Back Telephoto Camera", front: false },
    { id: "3", label: "Front Camera", front: true },
  ]);
  expect(grip.controls.lens).toBe("1");
  const sound = capture.stream?.getAudioTracks()[0];
  for (const lens of ["2", "3", "1"]) {
    phone.rotate();
    await grip.set({ lens });
    expect(grip.controls).toMatchObject({ lens, refused: [] });
    expect(capture.mirrored).toBe(lens === "3");
  }
  expect(grip.controls.lenses.map(({ id }) => id)).toEqual(["1", "2", "3"]);
  expect(phone.tracks.map(({ readyState }) => readyState)).toEqual(["ended", "ended", "ended", "live"]);
  expect(capture.stream?.getAudioTracks()[0]).toBe(sound);
});

test("a lens that can't be had is said, and the one before it films on as it was", async () => {
  const phone = new FakePhone([REAR, { ...TELE, busy: true }]);
  const { grip } = await hold(phone);
  await grip.set({ zoom: 3 });
  await grip.take({ serial: 1, settings: { lens: "2", zoom: 3 } });
  expect(grip.controls).toMatchObject({ lens: "1", refused: ["lens"], serial: 1, zoom: { value: 3 } });
  expect(phone.tracks.at(-1)?.readyState).toBe("live");
});

test("where neither the lens nor the one before can be had, that is said, too", async () => {
  const phone = new FakePhone([{ ...REAR }, { ...TELE, busy: true }]);
  const { grip } = await hold(phone);
  phone.lenses[0] = { ...REAR, busy: true };
  await expect(grip.take({ serial: 4, settings: { lens: "2" } })).rejects.toThrow("camera_busy");
  expect(grip.controls).toMatchObject({ lens: null, refused: ["lens"], serial: 4 });
});

test("what was said of one lens is not meant for another, unless it is said with it", async () => {
  const tele = { ...REAR, label: "Back Telephoto Camera" };
  const first = await hold(new FakePhone([REAR, tele]));
  await first.grip.take({ serial: 1, settings: { zoom: 3 } });
  await first.grip.take({ serial: 2, settings: { zoom: 3, lens: "2" } });
  expect(first.grip.controls).toMatchObject({ lens: "2", zoom: { value: 1 } });
  const second = await hold(new FakePhone([REAR, tele]));
  await second.grip.take({ serial: 2, settings: { zoom: 3, lens: "2" } });
  expect(second.grip.controls).toMatchObject({ lens: "2", zoom: { value: 3 } });
});

test("a camera that was opened anew is set as it was before, and keeps its size", async () => {
  const phone = new FakePhone([REAR, FRONT], "chromium");
  const { capture, grip } = await hold(phone);
  await grip.set({ zoom: 3, torch: true, height: 480, fps: 15, muted: true });
  await capture.open();
  await grip.settle();
  expect(grip.controls).toMatchObject({ zoom: { value: 3 }, torch: true, height: 480, fps: 15, muted: true });
  expect(capture.stream?.getAudioTracks()[0]?.enabled).toBe(false);
  // Another lens has nothing of it but the size.
  await capture.flip();
  await grip.settle();
  expect(grip.controls).toMatchObject({ lens: "2", zoom: null, torch: null, height: 480 });
});

test("a focus that follows the picture by itself is no news, where it is held is", async () => {
  const { grip } = await hold(new FakePhone([REAR]));
  const at = (value: number, locked: boolean | null): Controls => ({
    ...grip.controls,
    focus: { min: 0, max: 4, step: 0.1, value },
    focus_locked: locked,
  });
  expect(newsOf(at(1, false))).toBe(newsOf(at(2, false)));
  expect(newsOf(at(1, true))).not.toBe(newsOf(at(2, true)));
  expect(newsOf(at(1, true))).not.toBe(newsOf(at(1, false)));
});
