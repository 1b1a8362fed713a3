import type { Page } from "playwright-core";
import type { Command } from "../../ui/src/protocol/Command";
import type { PlayerState } from "../../ui/src/protocol/PlayerState";
import { Desk } from "../support/desk";
import { Engine, type EngineOptions } from "../support/engine";
import { Load } from "./load";
import { MARK, readSentTimes } from "./sent-stamp";
import { installReader, type Sighting } from "./stamp";

/** A monitor of the desk that is read. */
export type Monitor = "program" | "cue";

declare global {
  interface Window {
    /** Which monitor is looked at in each display frame. */
    monitor: Monitor;
  }
}

/** How long something may take to be seen. */
const PATIENCE_MS = 20_000;

/** Runs in the desk's page, before {@link readSentTimes}: reads what is drawn on program and on the cue. */
function watchMonitors(): void {
  window.monitor = "program";
  const draw = CanvasRenderingContext2D.prototype.drawImage as (...args: unknown[]) => void;
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
    draw.apply(this, args);
    const where = this.canvas instanceof HTMLCanvasElement ? (this.canvas.dataset.testid ?? "") : "";
    if (where !== "program" && where !== "cue") return;
    window.drawn[where] = (window.drawn[where] ?? 0) + 1;
    const seen = window.readStamp(this.canvas as HTMLCanvasElement, performance.timeOrigin + performance.now());
    if (seen && where === window.monitor) window.handed.push(seen);
  };
  window.watchDisplay(() => document.querySelector<HTMLCanvasElement>(`[data-testid=${window.monitor}]`));
}

async function openDesk(engine: Engine): Promise<Desk> {
  const desk = await Desk.open(engine.ready.desk, { before: [installReader, watchMonitors], height: 900 });
  await desk.page.evaluate(readSentTimes, MARK);
  return desk;
}

/** What a picture has to be like: of a source, so old at least or so old at most, in milliseconds. */
export interface Wanted {
  readonly source?: number;
  readonly older?: number;
  readonly newer?: number;
  /** Another picture than this one. */
  readonly other?: number;
}

/** From a press to the first such picture in a display frame. */
export interface Took {
  readonly milliseconds: number;
  /** Display frames, that one included. */
  readonly frames: number;
  readonly seen: Sighting | null;
}

/** A régie with cameras that send stamped clips, and its desk. */
export class ReplayDesk {
  private constructor(
    readonly engine: Engine,
    private readonly desk: Desk,
    private readonly load?: Load,
  ) {}

  /** Opens one; each camera sends one of the clips, in turn. */
  static async open(cameras: number, clips: readonly string[], options: EngineOptions = {}): Promise<ReplayDesk> {
    const engine = await Engine.start({ limit: cameras, ...options });
    const desk = await openDesk(engine);
    const flags = ["--stamp"];
    const load = Load.start({ whip: engine.ready.whip, token: engine.crew, cameras, clips, flags });
    const all = new ReplayDesk(engine, desk, load);
    await load.connected();
    await all.until(async () => {
      const live = (await engine.snapshot()).cameras.filter(({ state }) => state === "live");
      return live.length === cameras;
    });
    return all;
  }

  /** Opens a desk of a régie that runs, with the cameras that are there. */
  static async at(engine: Engine): Promise<ReplayDesk> {
    return new ReplayDesk(engine, await openDesk(engine));
  }

  get page(): Page {
    return this.desk.page;
  }

  async close(): Promise<void> {
    await this.load?.stop();
    await this.desk.close();
    await this.engine.dispose();
  }

  /** Sends a command, which has to be accepted. */
  async command(command: Command): Promise<void> {
    const { status } = await this.engine.command(command);
    if (status !== 204) throw new Error(`${JSON.stringify(command)}: ${status}`);
  }

  /** Which monitor is read from now on. */
  async read(monitor: Monitor): Promise<void> {
    await this.page.evaluate((monitor) => {
      window.monitor = monitor;
    }, monitor);
  }

  /** Presses a key on the desk; gives back what it took to the first such picture. */
  async press(key: string, wanted: Wanted): Promise<Took> {
    await this.desk.press(key);
    return this.since(wanted);
  }

  /** Presses a key and waits for nothing. */
  tap(key: string): Promise<void> {
    return this.desk.press(key);
  }

  /** Has the drawer's keys mean what they mean there. */
  async drive(): Promise<void> {
    await this.page.getByTestId("drawer").focus();
  }

  /** From the last press to the first such picture in a display frame. */
  async since(wanted: Wanted): Promise<Took> {
    const nothing: Took = { milliseconds: Number.NaN, frames: Number.NaN, seen: null };
    try {
      const found = await this.page.waitForFunction(
        ({ source, older = 0, newer = Number.POSITIVE_INFINITY, other }) => {
          const { pressedAt, displayed, displayFrames } = window;
          const fits = ({ at, age, source: by, picture }: Sighting) =>
            at > pressedAt && (source ?? by) === by && age >= older && age <= newer && picture !== other;
          const first = displayed.find(fits);
          if (!first) return null;
          const frames = displayFrames.filter((at) => at > pressedAt && at <= first.at).length;
          return { milliseconds: first.at - pressedAt, frames, seen: first };
        },
        wanted,
        { timeout: PATIENCE_MS },
      );
      return (await found.jsonValue()) ?? nothing;
    } catch {
      return nothing;
    }
  }

  /** The picture that is shown now. */
  last(): Promise<Sighting | null> {
    return this.page.evaluate(() => window.displayed.at(-1) ?? null);
  }

  /** The replay that is on program or cued. */
  async player(on: Monitor): Promise<PlayerState | undefined> {
    return (await this.engine.snapshot()).players.find((player) => player.on === on);
  }

  /** Waits until it holds. */
  async until(holds: () => Promise<boolean>): Promise<void> {
    const began = performance.now();
    while (!(await holds())) {
      if (performance.now() - began > PATIENCE_MS) throw new Error(`waited ${PATIENCE_MS / 1000} s for ${holds}`);
      // Asking takes the processor from what is measured next.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Waits until program has gone on for so long. */
  async shownFor(milliseconds: number): Promise<void> {
    await this.until(async () => {
      const { now, history } = await this.engine.snapshot();
      return now - (history.at(-1)?.since ?? now) > milliseconds;
    });
  }
}
