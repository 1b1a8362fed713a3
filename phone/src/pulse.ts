/** How often it is looked whether anything came. */
const LOOK_MS = 200;
/**
 * Nothing for so long is a silence: the desk says what may be sent three times a second at least, and what it received once.
 * Browsers notice after five to six seconds.
 */
export const SILENCE_MS = 1000;
/** A look that comes so late says nothing: the page itself stood still. One in the background looks once a second. */
const LATE_MS = 2500;

/** Says when nothing comes from the desk any more, and when something does again. */
export class Pulse {
  private timer: ReturnType<typeof setInterval> | undefined;
  private bytes: number | null = null;
  private heard = 0;
  private looked = 0;
  private silent = false;

  constructor(
    /** The bytes that have come so far, where the browser tells. */
    private readonly received: () => Promise<number | null>,
    private readonly notice: (sign: "silent" | "heard") => void,
  ) {}

  start(): void {
    this.stop();
    this.heard = this.looked = Date.now();
    this.timer = setInterval(async () => this.look(await this.received(), Date.now()), LOOK_MS);
  }

  /** When something came last, on the clock of `Date`; none where the browser doesn't tell. */
  get heardAt(): number | null {
    return this.bytes === null ? null : this.heard;
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private look(bytes: number | null, now: number): void {
    // Stopped while the browser counted, or it doesn't tell.
    if (this.timer === undefined || bytes === null) return;
    const [before, stood] = [this.bytes, now - this.looked > LATE_MS];
    [this.bytes, this.looked] = [bytes, now];
    const came = before !== null && bytes > before;
    if (came || before === null || stood) this.heard = now;
    // Until it is heard again that is said once; and then whatever the session made of it meanwhile.
    if (this.silent && came) {
      this.silent = false;
      this.notice("heard");
    } else if (!this.silent && now - this.heard >= SILENCE_MS) {
      this.silent = true;
      this.notice("silent");
    }
  }
}

interface PairStat {
  readonly type: string;
  readonly bytesReceived?: number;
}

/** The bytes that came over all ways that ICE found (Identifiers for WebRTC's Statistics API, `candidate-pair`). */
export function bytesReceived(stats: Iterable<PairStat>): number | null {
  const pairs = [...stats].filter(
    ({ type, bytesReceived }) => type === "candidate-pair" && bytesReceived !== undefined,
  );
  return pairs.length === 0 ? null : pairs.reduce((sum, { bytesReceived = 0 }) => sum + bytesReceived, 0);
}
