import { computed, effect } from "@preact/signals-core";
import { behindProgram } from "../monitor/wanted";
import type { Config, Frame, Message } from "../monitor/wire";
import { sessionNow } from "../store/clock";
import { feeds, settings } from "../store/desk";
import { Angle } from "./angle";
import type { Due } from "./footage";
import { wantedFrom } from "./wanted";

/** Pictures that are kept decoded: what is shown until the next ones are. */
const READY = 4;
/** What is kept around the moment, in milliseconds. */
const [BEFORE, AFTER] = [500, 2_000];
/** After a cue has taken it the next one is made ready so much later, in milliseconds: that one is decoded first. */
const PAUSE = 250;

/**
 * The angle with which a cue of program would begin that was asked for now: its first pictures are decoded before anybody
 * asks. A cue that begins there takes it; another one begins anew.
 */
export class Standby {
  #angle: Angle | null = null;
  #intake: ReturnType<Angle["footage"]["intake"]> | null = null;
  #camera: number | null = null;
  /** What has come of it, from the keyframe on that is needed now. */
  #config: Config | null = null;
  #frames: Frame[] = [];
  #takenAt = 0;
  readonly #isBusy: () => boolean;

  /** `isBusy` says whether a cue plays: that is decoded first, and nothing is made ready beside it. */
  constructor(isBusy: () => boolean) {
    this.#isBusy = isBusy;
  }

  /** Follows what a replay would begin with, for as long as the page is there. */
  start(): void {
    const camera = computed(() => behindProgram.value?.camera ?? null);
    effect(() => {
      // What is on its way is of the camera before.
      this.#camera = camera.value;
      this.#forget();
    });
  }

  /** The next message of what was on program a while ago. */
  message(message: Message): void {
    if (message.type === "frame") this.#frame(message.frame);
    else this.#forget();
    if (message.type === "config") this.#config = message.config;
  }

  /** The angle, for a cue that begins at this moment of this camera: null where its picture is not decoded. */
  take(camera: number, feed: number | null, at: number): Angle | null {
    const angle = this.#angle;
    if (!angle || angle.camera !== camera || angle.feed !== feed) return null;
    const due = angle.due(at, { from: at, to: at + AFTER });
    if (due.kind !== "picture" || !angle.reader.picture(due.spot)) return null;
    [this.#angle, this.#intake, this.#takenAt] = [null, null, performance.now()];
    return angle;
  }

  #frame(frame: Frame): void {
    if (!this.#config || this.#camera === null || (this.#frames.length === 0 && !frame.key)) return;
    const at = sessionNow() - (settings.peek()?.replay_length ?? 0);
    this.#frames.push(frame);
    // What the next moments need begins at the last keyframe before them.
    while (this.#frames.some((one, index) => index > 0 && one.key && one.timestamp <= at * 1_000)) this.#frames.shift();
    if (this.#isBusy()) this.#end();
    else if (this.#angle) this.#put(this.#angle, frame);
    else if (performance.now() - this.#takenAt > PAUSE) this.#open(this.#camera, this.#config);
    if (this.#angle) this.#decode(this.#angle, at);
  }

  #open(camera: number, config: Config): void {
    const angle = new Angle(camera, feeds.peek().get(camera) ?? null, () => {});
    [this.#angle, this.#intake] = [angle, angle.footage.intake()];
    this.#intake({ type: "config", config });
    for (const frame of this.#frames) this.#put(angle, frame);
  }

  #put(angle: Angle, frame: Frame): void {
    this.#intake?.({ type: "frame", frame: { ...frame, hidden: false } });
    const [first = frame] = this.#frames;
    angle.footage.known.add({ from: first.timestamp / 1_000, to: frame.timestamp / 1_000 });
  }

  #decode(angle: Angle, at: number): void {
    angle.footage.keep({ from: at - BEFORE, to: at + AFTER });
    const due: Due = angle.due(at, { from: at, to: at + AFTER });
    if (due.kind === "picture") angle.reader.want(wantedFrom(angle.footage, due.spot, 100, READY), READY);
  }

  #end(): void {
    this.#angle?.close();
    [this.#angle, this.#intake] = [null, null];
  }

  #forget(): void {
    this.#end();
    [this.#config, this.#frames] = [null, []];
  }
}
