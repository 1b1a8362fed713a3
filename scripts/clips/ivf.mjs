// The IVF file format: a header, then each VP8 frame behind its size and number.

/**
 * @param {Buffer[]} frames
 * @param {{ width: number, height: number, fps: number }} what
 */
export function ivf(frames, { width, height, fps }) {
  const header = Buffer.alloc(32);
  header.write("DKIF", 0, "latin1");
  header.writeUInt16LE(header.length, 6);
  header.write("VP80", 8, "latin1");
  header.writeUInt16LE(width, 12);
  header.writeUInt16LE(height, 14);
  header.writeUInt32LE(fps, 16);
  header.writeUInt32LE(1, 20);
  header.writeUInt32LE(frames.length, 24);
  const parts = frames.flatMap((frame, index) => {
    const before = Buffer.alloc(12);
    before.writeUInt32LE(frame.length, 0);
    before.writeBigUInt64LE(BigInt(index), 4);
    return [before, frame];
  });
  return Buffer.concat([header, ...parts]);
}
