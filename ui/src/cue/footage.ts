import type { Config, Frame } from "../monitor/wire";
import { Spans, type Stretch } from "./spans";

/** So long without a picture is a hole, in milliseconds, as the engine says too: nothing is shown there. */
const HOLE = 500;
/** The picture before a hole is shown for so long, in milliseconds. */
const LAST = 100;

/** A keyframe and the pictures that need it. */
export interface Gop {
  readonly config: Config;
  readonly pictures: Frame[];
}

/** A picture's place. */
export interface Spot {
  readonly gop: Gop;
  readonly index: number;
}

/** What is to be shown at a moment. */
export type Due =
  | { kind: "picture"; spot: Spot }
  /** Nothing is there; an end that is null is beyond what is known. */
  | { kind: "hole"; from: number | null; to: number | null }
  /** It is not fetched yet; the picture that is nearest before, if there is one. */
  | { kind: "unknown"; nearest: Spot | null };

/** When a picture was taken, on the session clock in milliseconds. */
export function timeOf({ gop, index }: Spot): number {
  return (gop.pictures[index]?.timestamp ?? Number.NaN) / 1_000;
}

/** The encoded pictures of a camera that are here, in whole groups, and which stretches of the past are known. */
export class Footage {
  /** In their order. */
  readonly #gops: Gop[] = [];
  readonly known = new Spans();

  /** Takes the frames of one answer, in the order in which they come. */
  intake(): (message: { type: "config"; config: Config } | { type: "frame"; frame: Frame }) => void {
    let config: Config | null = null;
    let gop: Gop | null = null;
    return (message) => {
      if (message.type === "config") config = message.config;
      else if (message.frame.key) gop = config && this.#begin(config, message.frame);
      else if (gop && message.frame.timestamp > last(gop)) gop.pictures.push(message.frame);
    };
  }

  /** What is to be shown at a moment of a stretch: its last picture up to then, at its beginning its first one. */
  due(at: number, { from, to }: Stretch): Due {
    const found = this.before(at < to ? at : to - 0.001);
    const spot = found && timeOf(found) >= from ? found : null;
    const next = spot ? this.next(spot) : this.after(from);
    const until = next ? timeOf(next) : null;
    const isKnown = this.known.around(Math.min(at, to - 0.001)) !== null;
    if (!spot) {
      if (next && until !== null && until < to && until - from < HOLE && this.known.around(from))
        return { kind: "picture", spot: next };
      return isKnown ? { kind: "hole", from: null, to: until } : { kind: "unknown", nearest: found };
    }
    const begun = timeOf(spot);
    // What is between a picture and the next one of its group is known by them.
    const goesOn = next !== null && until !== null && until - begun <= HOLE && (isKnown || next.gop === spot.gop);
    if (goesOn || (isKnown && at - begun <= LAST)) return { kind: "picture", spot };
    if (!isKnown) return { kind: "unknown", nearest: spot };
    // Whether it is a hole shows when it is long enough, or has an end.
    const isHole = until !== null ? until - begun > HOLE : this.known.around(begun + HOLE) !== null || at >= to;
    if (at >= to && at - begun <= HOLE) return { kind: "picture", spot };
    return isHole ? { kind: "hole", from: begun, to: until } : { kind: "picture", spot };
  }

  /** The last picture at or before a moment. */
  before(at: number): Spot | null {
    const micros = at * 1_000;
    let gop = this.#gops.length - 1;
    while (gop >= 0 && first(this.#gops[gop]) > micros) gop--;
    const its = this.#gops[gop];
    if (!its) return null;
    let index = its.pictures.length - 1;
    while ((its.pictures[index]?.timestamp ?? 0) > micros) index--;
    return { gop: its, index };
  }

  /** The first picture at or after a moment. */
  after(at: number): Spot | null {
    const before = this.before(at - 0.001);
    if (before) return this.next(before);
    const [gop] = this.#gops;
    return gop ? { gop, index: 0 } : null;
  }

  /** The picture behind another one. */
  next({ gop, index }: Spot): Spot | null {
    if (index + 1 < gop.pictures.length) return { gop, index: index + 1 };
    const following = this.#gops[this.#gops.indexOf(gop) + 1];
    return following ? { gop: following, index: 0 } : null;
  }

  /** The picture before another one. */
  previous({ gop, index }: Spot): Spot | null {
    if (index > 0) return { gop, index: index - 1 };
    const before = this.#gops[this.#gops.indexOf(gop) - 1];
    return before ? { gop: before, index: before.pictures.length - 1 } : null;
  }

  /** Lets go of the groups that have nothing of a stretch. What they covered is not known any more. */
  keep({ from, to }: Stretch): void {
    for (const gop of [...this.#gops]) {
      const next = this.#gops[this.#gops.indexOf(gop) + 1];
      const end = next ? Math.min(first(next), last(gop) + HOLE * 1_000) : last(gop) + 1_000;
      if (end <= from * 1_000 || first(gop) >= to * 1_000) this.#drop(gop, end);
    }
    this.known.remove({ from: 0, to: from - HOLE });
    this.known.remove({ from: to + HOLE, to: Number.POSITIVE_INFINITY });
  }

  /** A group that no decoder takes: where it was is a hole. */
  spoil(gop: Gop): void {
    const index = this.#gops.indexOf(gop);
    if (index >= 0) this.#gops.splice(index, 1);
  }

  /** How much it holds, in bytes. */
  get bytes(): number {
    return this.#gops.reduce((sum, gop) => sum + gop.pictures.reduce((own, { data }) => own + data.byteLength, 0), 0);
  }

  #drop(gop: Gop, end: number): void {
    this.#gops.splice(this.#gops.indexOf(gop), 1);
    this.known.remove({ from: first(gop) / 1_000, to: end / 1_000 });
  }

  /** The group of a keyframe; one that is here already goes on where it is. */
  #begin(config: Config, frame: Frame): Gop {
    const at = this.#gops.findIndex((gop) => first(gop) >= frame.timestamp);
    const there = this.#gops[at];
    if (there && first(there) === frame.timestamp) return there;
    const gop = { config, pictures: [frame] };
    this.#gops.splice(at < 0 ? this.#gops.length : at, 0, gop);
    return gop;
  }
}

function first(gop: Gop | undefined): number {
  return gop?.pictures[0]?.timestamp ?? Number.NaN;
}

function last({ pictures }: Gop): number {
  return pictures[pictures.length - 1]?.timestamp ?? Number.NaN;
}
