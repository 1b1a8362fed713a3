import { beforeEach, expect, test, vi } from "vitest";
import type { DecoderOwner } from "./decoder";
import { ReplayPictures } from "./replay";
import type { Config, Frame } from "./wire";

interface Slot {
  owner: DecoderOwner;
  decoded: number[];
  resets: number;
  prepared: number[];
}

const slots: Slot[] = vi.hoisted(() => []);

vi.mock("./decoder", () => ({
  Decoder: class {
    readonly #slot: Slot;
    constructor(owner: DecoderOwner) {
      this.#slot = { owner, decoded: [], resets: 0, prepared: [] };
      slots.push(this.#slot);
    }
    prepare(_: Config, { timestamp }: Frame): void {
      this.#slot.prepared.push(timestamp);
    }
    configure(): void {}
    decode(frame: Frame): void {
      this.#slot.decoded.push(frame.timestamp);
    }
    reset(): void {
      this.#slot.resets++;
    }
  },
}));

const CONFIG: Config = { codec: "vp8", width: 64, height: 64 };
const frame = (timestamp: number): Frame => ({ key: true, hidden: false, timestamp, data: new Uint8Array([0]) });

let shown: [number, number][];
let replay: ReplayPictures;

function give(slot: 0 | 1, timestamp: number): { close: ReturnType<typeof vi.fn> } {
  const picture = { timestamp, close: vi.fn() };
  slots[slot]?.owner.picture(picture as unknown as VideoFrame, false);
  return picture;
}

beforeEach(() => {
  slots.length = 0;
  shown = [];
  replay = new ReplayPictures(
    (id, { timestamp }) => shown.push([id, timestamp]),
    (then) => then(),
  );
});

test("pictures of either slot are the replay's, and only the newest is kept", () => {
  replay.configure(0, 3, CONFIG);
  replay.decode(0, 3, frame(1));
  replay.decode(1, 3, frame(2));
  const first = give(0, 1);
  expect(replay.pictureOf(3)).toBe(first);
  const second = give(1, 2);
  expect(first.close).toHaveBeenCalledOnce();
  expect(replay.pictureOf(3)).toBe(second);
  expect(replay.pictureOf(2)).toBeNull();
  expect(shown).toEqual([
    [3, 1],
    [3, 2],
  ]);
});

test("of a reading nothing is shown once a newer one is, however late its decoder is", () => {
  // A turn's lead-in was short, and the one's before it long.
  replay.decode(255, 3, frame(10));
  replay.decode(0, 3, frame(20));
  give(0, 20);
  const late = give(1, 10);
  expect(late.close).toHaveBeenCalledOnce();
  // The same picture once more, of a newer one.
  replay.decode(1, 3, frame(10));
  give(1, 10);
  expect(shown).toEqual([
    [3, 20],
    [3, 10],
  ]);
});

test("in a hole there is no picture, until the next one", () => {
  replay.decode(0, 3, frame(1));
  const before = give(0, 1);
  replay.hole(3, { from: 1_000, to: 4_000 });
  expect(before.close).toHaveBeenCalledOnce();
  expect([replay.pictureOf(3), replay.holeOf(3), replay.holeOf(2)]).toEqual([null, { from: 1_000, to: 4_000 }, null]);
  replay.decode(0, 3, frame(2));
  const after = give(0, 2);
  expect([replay.pictureOf(3), replay.holeOf(3)]).toEqual([after, null]);
});

test("the newest replay replaces the one before it, whose late frames are not decoded", () => {
  replay.decode(0, 1, frame(1));
  const old = give(0, 1);
  replay.decode(0, 2, frame(2));
  expect(old.close).toHaveBeenCalledOnce();
  replay.decode(0, 1, frame(3));
  expect(slots[0]?.decoded).toEqual([1, 2]);
  expect(replay.pictureOf(1)).toBeNull();
});

test("nothing of a replay that is over is decoded or kept", () => {
  replay.decode(0, 4, frame(1));
  const picture = give(0, 1);
  replay.end(4);
  expect(picture.close).toHaveBeenCalledOnce();
  replay.decode(0, 4, frame(2));
  expect(slots[0]?.decoded).toEqual([1]);
  expect(replay.pictureOf(4)).toBeNull();
});

test("the end of a replay does not touch the next one, which may already be here", () => {
  replay.decode(0, 5, frame(1));
  const picture = give(0, 1);
  replay.end(4);
  expect(picture.close).not.toHaveBeenCalled();
  expect(replay.pictureOf(5)).toBe(picture);
});

test("a reset is for the replay it names, or for whatever plays", () => {
  replay.decode(1, 6, frame(1));
  const before = slots[1]?.resets ?? 0;
  replay.reset(1, 5);
  expect(slots[1]?.resets).toBe(before);
  replay.reset(1, 6);
  replay.reset(1, 0);
  expect(slots[1]?.resets).toBe(before + 2);
});

test("another engine counts its replays from one again", () => {
  replay.decode(0, 9, frame(1));
  replay.end(9);
  replay.forget();
  replay.decode(0, 1, frame(2));
  expect(slots[0]?.decoded).toEqual([1, 2]);
});

test("both slots are prepared whenever no replay plays", () => {
  replay.prepare(CONFIG, frame(1));
  replay.configure(0, 1, CONFIG);
  replay.prepare(CONFIG, frame(2));
  replay.end(1);
  replay.prepare(CONFIG, frame(3));
  expect(slots.map(({ prepared }) => prepared)).toEqual([
    [1, 3],
    [1, 3],
  ]);
});
