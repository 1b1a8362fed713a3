import { mkdir } from "node:fs/promises";
import path from "node:path";
import { expect, test as plain } from "vitest";
import { Air, type AirOptions } from "./air";
import type { Colour } from "./colours";
import { Desk, type DeskOptions } from "./desk";
import { Engine, type EngineOptions, type Ready } from "./engine";
import { Network } from "./network";
import { Phone, type PhoneOptions } from "./phone";
import { ROOT } from "./programs";
import { Publisher } from "./publisher";
import { Room } from "./room";
import { Viewer } from "./viewer";
import { Witness } from "./witness";

/** An evening's show in small: what a test opens in it is closed after the test. */
export class Show {
  private readonly closing: (() => Promise<unknown>)[] = [];
  private readonly pages: { name: string; page: Desk["page"] }[] = [];
  private readonly saying: (() => string)[] = [];
  private readonly engines: Engine[] = [];

  /** A Wi-Fi that drops packets; only where namespaces can be made. */
  async network(): Promise<Network> {
    const network = await Network.open();
    this.closing.push(() => network.close());
    return network;
  }

  /** An emulated Wi-Fi; only where {@link Air.missing} has nothing to say. */
  async air(options: AirOptions): Promise<Air> {
    const air = await Air.open(options);
    this.closing.push(() => air.close());
    return air;
  }

  /** A room with networks of its own; only where namespaces can be made. */
  async room(): Promise<Room> {
    const room = await Room.open();
    this.closing.push(() => room.close());
    return room;
  }

  async engine(options?: EngineOptions): Promise<Engine> {
    const engine = await Engine.start(options);
    this.closing.push(() => engine.dispose());
    this.engines.push(engine);
    return engine;
  }

  async desk(engine: Engine, options?: DeskOptions): Promise<Desk> {
    const desk = await Desk.open(options?.link ?? engine.ready.desk, options);
    this.closing.push(() => desk.close());
    this.pages.push({ name: "desk", page: desk.page });
    return desk;
  }

  /** A desk that only counts pictures. */
  async witness(engine: Engine): Promise<Witness> {
    const witness = await Witness.open(engine);
    this.closing.push(() => witness.close());
    return witness;
  }

  /** Somebody who watches the show. */
  async viewer(engine: Engine, search?: string, codec?: "vp8"): Promise<Viewer> {
    const viewer = await Viewer.open(engine, search, codec);
    this.closing.push(() => viewer.close());
    this.pages.push({ name: "viewer", page: viewer.page });
    return viewer;
  }

  /** A phone that has not scanned anything yet. */
  async phone(colour: Colour, options?: PhoneOptions): Promise<Phone> {
    const phone = await Phone.open(colour, options);
    this.closing.push(() => phone.close());
    this.pages.push({ name: `phone-${colour}`, page: phone.page });
    return phone;
  }

  /** The usual opening: an engine, its desk, red on program as camera 1 and blue beside it as camera 2. */
  async redAndBlue(): Promise<{ engine: Engine; desk: Desk; red: Phone; blue: Phone }> {
    const engine = await this.engine();
    const desk = await this.desk(engine);
    const red = await this.phone("red");
    const blue = await this.phone("blue");
    await red.join(engine.ready.join, "Red");
    await desk.tile(1).waitFor();
    await blue.join(engine.ready.join, "Blue");
    await expect.poll(() => desk.program()).toBe("red");
    await expect.poll(() => desk.picture(2)).toBe("blue");
    return { engine, desk, red, blue };
  }

  publisher({ ready }: { ready: Ready }, name: string, clip: string, sound?: string): Publisher {
    const publisher = Publisher.start(ready, name, clip, sound);
    this.closing.push(() => publisher.stop());
    return publisher;
  }

  /** Closes something of a test's own after the test. */
  onClose(close: () => Promise<unknown>): void {
    this.closing.push(close);
  }

  /** Something that is worth reading when the test failed. */
  onFailure(say: () => string): void {
    this.saying.push(say);
  }

  /** Shows what was seen and logged when a test failed. */
  async report(test: string): Promise<void> {
    const folder = path.join(ROOT, ".cache", "e2e", "failed");
    await mkdir(folder, { recursive: true });
    for (const { name, page } of this.pages) {
      const file = path.join(folder, `${test.replaceAll(/\W+/g, "-")}-${name}.png`);
      const taken = await page.screenshot({ path: file, timeout: 5000 }).catch(() => undefined);
      if (taken !== undefined) console.error(`screenshot: ${file}`);
    }
    for (const say of this.saying) console.error(say());
    for (const engine of this.engines) console.error(engine.log.split("\n").slice(-60).join("\n"));
  }

  async close(): Promise<void> {
    for (const close of this.closing.reverse()) await close();
  }
}

/** A test with a show of its own. */
export const test = plain.extend<{ show: Show }>({
  show: async ({ task }, use) => {
    const show = new Show();
    await use(show);
    if (task.result?.state === "fail") await show.report(task.name);
    await show.close();
  },
});
