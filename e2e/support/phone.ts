import type { Locator, Page } from "playwright-core";
import { BrowserProcess } from "./browser";
import { type Colour, film } from "./colours";
import type { Network } from "./network";

export interface PhoneOptions {
  /** Whether its browser gives out the camera. */
  readonly allow?: boolean;
  /** Asked of the page by `?lang=`. */
  readonly language?: "en" | "fr";
  /** The Wi-Fi that it is on instead of this machine's own network. */
  readonly network?: Network;
  /** Run in the page before its own scripts. */
  readonly before?: readonly (() => void)[];
}

/** A phone that films one colour: a browser process with the page that the QR code opens. */
export class Phone {
  private constructor(
    private readonly process: BrowserProcess,
    /** The page. */
    readonly page: Page,
    private readonly language: string,
  ) {}

  static async open(colour: Colour, options: PhoneOptions = {}): Promise<Phone> {
    const { allow = true, language = "en", network, before = [] } = options;
    const flags = [
      `--use-fake-ui-for-media-stream${allow ? "" : "=deny"}`,
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${await film(colour)}`,
    ];
    const process = await BrowserProcess.launch(flags, network?.guest);
    const context = await process.browser.newContext({
      ignoreHTTPSErrors: true,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const page = await context.newPage();
    for (const script of before) await page.addInitScript(script);
    return new Phone(process, page, language);
  }

  /** Scans the QR code. */
  async scan(join: string, name?: string): Promise<void> {
    const url = new URL(join);
    url.searchParams.set("lang", this.language);
    if (name !== undefined) url.hash += `&name=${encodeURIComponent(name)}`;
    await this.page.goto(url.href);
  }

  /** Scans the QR code and presses the big button. */
  async join(join: string, name?: string): Promise<void> {
    await this.scan(join, name);
    await this.start.click();
  }

  get start(): Locator {
    return this.page.getByTestId("start");
  }

  /** The name of the state that the page is in. */
  state(): Promise<string | null> {
    return this.page.getByTestId("state").getAttribute("data-state");
  }

  /** What it is told of its part in the show. */
  tally(): Promise<string | null> {
    return this.page.getByTestId("tally").getAttribute("data-tally");
  }

  /** The number and the name that the desk gave it. */
  async badge(): Promise<string> {
    const [number, name] = await Promise.all(["number", "camera"].map((id) => this.text(id)));
    return `${number} ${name}`;
  }

  /** The sentence that says what to do, empty when there is nothing to do. */
  message(): Promise<string> {
    return this.text("message");
  }

  kill(): Promise<void> {
    return this.process.kill();
  }

  freeze(): void {
    this.process.freeze();
  }

  thaw(): void {
    this.process.thaw();
  }

  close(): Promise<void> {
    return this.process.close();
  }

  private async text(id: string): Promise<string> {
    return (await this.page.getByTestId(id).textContent())?.trim() ?? "";
  }
}
