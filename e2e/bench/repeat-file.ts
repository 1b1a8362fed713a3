import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

/** Ticks of a millisecond, by a track's number: of the picture's clock and of the sound's. */
const TICKS = new Map([
  [1, 90],
  [2, 48],
]);
/** A box's length and type, and those of one with version and flags (ISO/IEC 14496-12 section 4.2). */
const [BOX, FULL_BOX] = [8, 12];

/** A fragment's number, or the time of one of its tracks: where it stands, and what is there. */
type Field = { readonly at: number } & (
  | { readonly sequence: number }
  | { readonly time: bigint; readonly ticks: number }
);

/**
 * Makes a recorded MP4 that lasts so many milliseconds of one that lasts `loop`: its fragments again and again, each at its
 * time. Gives back its size. The index of keyframes at its end is left out, as in one that was cut off.
 */
export function repeatFile(file: string, loop: number, milliseconds: number): number {
  const bytes = readFileSync(file);
  const boxes = [...boxesOf(bytes, 0, bytes.length)];
  const first = boxes.find(({ type }) => type === "moof")?.from ?? bytes.length;
  const last = boxes.filter(({ type }) => type === "mdat").at(-1);
  const fragments = Buffer.from(bytes.subarray(first, last?.to ?? first));
  const fields = boxes.filter(({ type }) => type === "moof").flatMap(({ from, to }) => fieldsOf(bytes, from, to));
  const out = openSync(file, "w");
  let size = writeSync(out, bytes.subarray(0, first));
  const times = Math.floor(milliseconds / loop);
  const each = fields.filter((field) => "sequence" in field).length;
  for (let time = 0; time < times; time++) {
    for (const field of fields) {
      const at = field.at - first;
      if ("sequence" in field) fragments.writeUInt32BE(field.sequence + time * each, at);
      else fragments.writeBigUInt64BE(field.time + BigInt(time * loop * field.ticks), at);
    }
    size += writeSync(out, fragments);
  }
  closeSync(out);
  return size;
}

/** The boxes behind each other in a stretch of bytes. */
function* boxesOf(bytes: Buffer, from: number, to: number): Generator<{ type: string; from: number; to: number }> {
  for (let at = from; at + BOX <= to; ) {
    const length = bytes.readUInt32BE(at);
    yield { type: bytes.toString("latin1", at + 4, at + BOX), from: at, to: at + length };
    at += Math.max(length, BOX);
  }
}

function fieldsOf(bytes: Buffer, from: number, to: number): Field[] {
  const fields: Field[] = [];
  for (const box of boxesOf(bytes, from + BOX, to)) {
    if (box.type === "mfhd")
      fields.push({ at: box.from + FULL_BOX, sequence: bytes.readUInt32BE(box.from + FULL_BOX) });
    if (box.type !== "traf") continue;
    const inside = [...boxesOf(bytes, box.from + BOX, box.to)];
    const header = inside.find(({ type }) => type === "tfhd");
    const time = inside.find(({ type }) => type === "tfdt");
    if (!header || !time || bytes[time.from + BOX] !== 1) throw new Error("a fragment says its time in 64 bits");
    const ticks = TICKS.get(bytes.readUInt32BE(header.from + FULL_BOX)) ?? Number.NaN;
    fields.push({ at: time.from + FULL_BOX, time: bytes.readBigUInt64BE(time.from + FULL_BOX), ticks });
  }
  return fields;
}
