import { expect } from "vitest";
import type { CameraTelemetry } from "../../../ui/src/protocol/CameraTelemetry";
import type { Link } from "../../../ui/src/protocol/Link";
import type { LinkKind } from "../../../ui/src/protocol/LinkKind";
import { LightDesk } from "../../bench/light-desk";
import type { Engine, EngineOptions } from "../../support/engine";
import type { Show } from "../../support/show";
import type { Client } from "./client";

/** More pictures than any keyframe and what came with it: they flow. */
export const FLOWING = 60;

/** A régie with something on program, and what goes from there to others, or comes from them. */
export class Program {
  private constructor(
    private readonly show: Show,
    readonly engine: Engine,
    private readonly desk: LightDesk,
  ) {}

  /** A régie without a camera. */
  static async open(show: Show, options?: EngineOptions): Promise<Program> {
    const engine = await show.engine(options);
    const desk = await LightDesk.open(engine, false);
    show.onClose(async () => desk.close());
    return new Program(show, engine, desk);
  }

  /** A clip with its sound is on program. */
  static async of(show: Show, clip: string, options?: EngineOptions): Promise<Program> {
    const program = await Program.open(show, options);
    show.publisher(program.engine, "Clip", clip, "band.opus");
    await expect.poll(() => program.cameras()).toEqual(["1 Clip live"]);
    return program;
  }

  /** Where program is played from. */
  get whep(): string {
    return new URL("/whep", this.engine.ready.whip).href;
  }

  /** Ends a client or server with the show, and says what it printed if the test fails. */
  cast(client: Client): Client {
    this.show.onClose(() => client.stop());
    this.show.onFailure(() => client.log.split("\n").slice(-40).join("\n"));
    return client;
  }

  /** Number, name and state of each camera. */
  async cameras(): Promise<string[]> {
    const { cameras } = await this.engine.snapshot();
    return cameras.map(({ number, name, state }) => `${number} ${name} ${state}`);
  }

  /** The first camera's next figures. */
  async figures(): Promise<CameraTelemetry | undefined> {
    return (await this.desk.next()).cameras.find(({ camera }) => camera === 1);
  }

  /** How many watch. */
  async viewers(): Promise<number> {
    return (await this.desk.next()).viewers;
  }

  /** Makes a link, and waits until media goes over it. */
  async connect(kind: LinkKind, url: string, token: string | null, name: string | null = null): Promise<void> {
    await this.engine.command({ type: "connect", kind, url, token, name });
    await expect.poll(async () => (await this.link())?.state).toBe("live");
  }

  /** Ends the link. */
  async disconnect(): Promise<void> {
    await this.engine.command({ type: "disconnect", link: (await this.link())?.id ?? 0 });
    await expect.poll(() => this.link()).toBeUndefined();
  }

  /** The only link. */
  async link(): Promise<Link | undefined> {
    return (await this.engine.snapshot()).links[0];
  }
}
