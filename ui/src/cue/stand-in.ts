import type { Reader } from "./reader";
import type { Stretch } from "./spans";

/** A decoded picture this near may stand in for one that is on its way, in milliseconds. */
const NEAR = 1_000;
/** The same where decoding is far behind: a group of pictures, and half a second. */
const SAME_GROUP = 2_500;
/** Who stands is shown no other picture that stands in than the one that is seen, if that is this near. */
const NEAR_ENOUGH = 300;
/** Decoding that is so far behind, in milliseconds of what happened, or takes so long to begin, leaves out pictures. */
const BEHIND = 300;
/** A picture of another angle is as good as the one that is due if it is so near, in milliseconds: two or three pictures. */
const ALMOST = 80;

/** What is seen while a picture is waited for. */
export interface Seen {
  /** The picture of this camera that is seen, on the session clock in milliseconds; null while another one's is. */
  readonly own: number | null;
  /** Whether another camera's is seen. */
  readonly other: boolean;
  /** How long the picture has been waited for, in milliseconds. */
  readonly waited: number;
}

/**
 * The picture that is shown until the one of this moment is decoded: who stands there sees the nearest one at once. Who
 * plays sees none but those that come, in their order: an angle that comes on has one that is as good, and where decoding
 * is far behind it leaves out pictures.
 */
export function standIn(
  reader: Reader,
  at: number,
  speed: number,
  segment: Stretch,
  { own, other, waited }: Seen,
): VideoFrame | null {
  const distance = own === null ? Number.POSITIVE_INFINITY : Math.abs(own - at);
  const found = () => {
    if (speed === 0) return distance > NEAR_ENOUGH ? reader.nearest(at, NEAR, segment) : null;
    if (own !== null) {
      const passed = { from: Math.min(own, at), to: Math.max(own, at) };
      return distance > BEHIND ? reader.nearest(at, SAME_GROUP, passed) : null;
    }
    if (waited > BEHIND) return reader.nearest(at, SAME_GROUP, segment);
    return other ? reader.nearest(at, ALMOST, segment) : null;
  };
  const picture = found();
  return picture && Math.abs(picture.timestamp / 1_000 - at) < distance ? picture : null;
}
