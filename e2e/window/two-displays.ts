import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { nameOf } from "../support/colours";
import { Display, serve } from "./display";

const run = promisify(execFile);

/** An X server whose displays are in memory alone: it has sixteen sockets, and a laptop's display in the first. */
const CONFIGURATION = `
Section "Device"
  Identifier "memory"
  Driver "dummy"
  VideoRam 64000
EndSection
Section "Screen"
  Identifier "screen"
  Device "memory"
  DefaultDepth 24
EndSection
Section "ServerFlags"
  Option "AutoAddDevices" "false"
EndSection
`;

/** The sizes of the two displays, side by side. */
export const LAPTOP = { width: 1024, height: 768 };
export const BEAMER = { width: 960, height: 540 };

/** A laptop's display with a projector beside it that is plugged in and out. */
export class TwoDisplays extends Display {
  #folder = "";

  static override async open(): Promise<TwoDisplays> {
    const folder = await mkdtemp(path.join(tmpdir(), "regie-displays-"));
    const file = path.join(folder, "xorg.conf");
    await writeFile(file, CONFIGURATION);
    const args = ["-config", file, "-logfile", path.join(folder, "log"), "-noreset", "-novtswitch", "-sharevts"];
    const displays = new TwoDisplays(...(await serve("Xorg", args)));
    displays.#folder = folder;
    await displays.randr("--addmode", "DUMMY1", `${BEAMER.width}x${BEAMER.height}`);
    return displays;
  }

  /** Plugs the projector in. */
  plug(): Promise<void> {
    return this.randr("--output", "DUMMY1", "--mode", `${BEAMER.width}x${BEAMER.height}`, "--right-of", "DUMMY0");
  }

  /** Unplugs the projector. */
  unplug(): Promise<void> {
    return this.randr("--output", "DUMMY1", "--off");
  }

  /** Whose colour the middle of the projector's picture has. */
  async onBeamer(): Promise<string> {
    const [x, y] = [LAPTOP.width + BEAMER.width / 2, BEAMER.height / 2];
    const crop = ["-window", "root", "-crop", `1x1+${x}+${y}`, "-depth", "8", "rgb:-"];
    const { stdout } = await run("import", crop, { env: this.env, encoding: "buffer" });
    return nameOf([...stdout]);
  }

  override async close(): Promise<void> {
    await super.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  private async randr(...args: string[]): Promise<void> {
    await run("xrandr", args, { env: this.env });
    // The server looks at its sockets when it is asked to; others read what it saw last.
    await run("xrandr", ["--query"], { env: this.env });
  }
}
