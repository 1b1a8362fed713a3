import type { Locator, Page } from "playwright-core";
import { BrowserProcess } from "./browser";
import { nameOf } from "./colours";
import { type Displays, letKnow } from "./displays";
import type { Namespace } from "./namespace";
import { pixel } from "./pixel";
import { Screen } from "./screen";

export interface DeskOptions {
  readonly language?: "en" | "fr";
  readonly width?: number;
  readonly height?: number;
  /** Opened instead of the engine's own link. */
  readonly link?: string;
  /** Run in its pages before their own scripts. */
  readonly before?: readonly (() => void)[];
  /** Scripts of the test's own may be loaded, which the page's security policy forbids. */
  readonly lax?: boolean;
  /** What its browser is started with beside the usual. */
  readonly flags?: readonly string[];
  /** Where its browser runs. */
  readonly namespace?: Namespace;
  /** The displays of its computer, which its browser may know. One without a name if none is said. */
  readonly displays?: Displays;
}

/** The desk in a browser. */
export class Desk {
  private constructor(
    private readonly process: BrowserProcess,
    /** The page. */
    readonly page: Page,
  ) {}

  static async open(desk: string, options: DeskOptions = {}): Promise<Desk> {
    const { language = "en", width = 1280, height = 720, before = [], lax = false, namespace, displays } = options;
    const flags = [...(displays?.flags ?? []), ...(options.flags ?? [])];
    const process = await BrowserProcess.launch(flags, namespace);
    const context = await process.browser.newContext({ viewport: { width, height }, bypassCSP: lax });
    for (const script of before) await context.addInitScript(script);
    const page = await context.newPage();
    if (displays) await letKnow(process.browser, page);
    const url = new URL(desk);
    url.searchParams.set("lang", language);
    await page.goto(url.href);
    // The page that a key is for is loaded by the one that was opened.
    await page.locator("regie-app").waitFor({ state: "attached" });
    return new Desk(process, page);
  }

  /** The tile of a camera. */
  tile(number: number): Locator {
    return this.page.locator(`[data-testid="tile"][data-number="${number}"]`);
  }

  /** Each tile in short: its number, name and state. */
  tiles(): Promise<string[]> {
    return this.page
      .getByTestId("tile")
      .evaluateAll((tiles) =>
        tiles.map((tile) =>
          ["data-number", "data-name", "data-state"].map((name) => tile.getAttribute(name)).join(" "),
        ),
      );
  }

  /** Whose colour the middle of the program picture has. */
  async program(): Promise<string> {
    return nameOf(await this.programPixel());
  }

  /** Red, green and blue of a pixel of the program picture, by its place as a share of width and height. */
  programPixel(x = 0.5, y = 0.5): Promise<number[]> {
    return pixel(this.page.getByTestId("program"), x, y);
  }

  /** Whose colour the middle of a camera's tile has. */
  async picture(number: number): Promise<string> {
    return nameOf(await pixel(this.tile(number).locator("canvas"), 0.5, 0.5));
  }

  /** The program picture in short: its shape, and the colours of its upper and its lower half. */
  view(): Promise<string> {
    return view(this.page.getByTestId("program"));
  }

  /** A camera's tile in short, as {@link view}. */
  tileView(number: number): Promise<string> {
    return view(this.tile(number).locator("canvas"));
  }

  /** Does what opens the second screen, and gives it back once it is there. */
  async opening(press: () => Promise<unknown>): Promise<Screen> {
    const [page] = await Promise.all([this.page.waitForEvent("popup"), press()]);
    return new Screen(page);
  }

  /** Ends the recording as it is meant: a press that asks, and one more once it counts. */
  async endRecording(press: () => Promise<unknown>): Promise<void> {
    await press();
    await this.page.locator('[data-testid="record"][data-stopping="ripe"]').waitFor();
    await press();
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  close(): Promise<void> {
    return this.process.close();
  }
}

async function view(picture: Locator): Promise<string> {
  const [upper, lower, ratio] = await Promise.all([
    pixel(picture, 0.5, 0.25),
    pixel(picture, 0.5, 0.75),
    picture.evaluate((element) => (element as HTMLCanvasElement).width / (element as HTMLCanvasElement).height),
  ]);
  const shapes = { wide: 16 / 9, high: 9 / 16 };
  const shape = Object.entries(shapes).find(([, its]) => Math.abs(ratio / its - 1) < 0.03)?.[0] ?? ratio.toFixed(2);
  return `${shape} ${nameOf(upper)} ${nameOf(lower)}`;
}
