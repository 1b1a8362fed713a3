import type { Page } from "playwright-core";

// A clap: `flash.h264` is white 100 ms after its start, and `clap.opus` is loud then. Both begin again after two seconds.

/** Milliseconds from one clap to the next. */
const PERIOD = 2000;

declare global {
  interface Window {
    /** When program's canvas, or the audience's over it, became white, and when the loudspeaker became loud, in milliseconds of the page's clock. */
    claps: { seen: number[]; heard: number[] };
  }
}

/** Lets a desk's page note claps; to be run before its own scripts, in a page without its security policy. */
export function noteClaps(): void {
  // It runs in the audio thread: says when samples are loud again after half a second of less.
  const ear = `
    registerProcessor("clap-ear", class extends AudioWorkletProcessor {
      #loud = -1;
      process([[samples = []] = []]) {
        for (let at = 0; at < samples.length; at++) {
          if (Math.abs(samples[at]) < 0.1) continue;
          const now = currentTime + at / sampleRate;
          if (now - this.#loud > 0.5) this.port.postMessage(now);
          this.#loud = now;
        }
        return true;
      }
    });
  `;
  window.claps = { seen: [], heard: [] };
  const eye = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  let white = true;
  const draw = CanvasRenderingContext2D.prototype.drawImage as (...args: unknown[]) => void;
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
    draw.apply(this, args);
    const { canvas } = this;
    const large = ["audience", "program"].map((one) => document.querySelector(`[data-testid="${one}"]:not([hidden])`));
    if (!(canvas instanceof HTMLCanvasElement) || canvas !== (large[0] ?? large[1]) || eye === null) return;
    eye.drawImage(canvas, canvas.width >> 1, canvas.height >> 1, 1, 1, 0, 0, 1, 1);
    const isWhite = (eye.getImageData(0, 0, 1, 1).data[0] ?? 0) > 127;
    if (isWhite && !white) window.claps.seen.push(performance.now());
    white = isWhite;
  };
  const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => AudioNode;
  const listen = async (node: AudioNode) => {
    const context = node.context as AudioContext;
    await context.audioWorklet.addModule(URL.createObjectURL(new Blob([ear], { type: "text/javascript" })));
    const listener = new AudioWorkletNode(context, "clap-ear");
    listener.port.onmessage = ({ data }: MessageEvent<number>) => {
      const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
      window.claps.heard.push(performanceTime + (data - contextTime) * 1000);
    };
    connect.call(node, listener);
    connect.call(listener, context.destination);
  };
  AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
    if (args[0] instanceof AudioDestinationNode) void listen(this);
    return connect.apply(this, args);
  } as typeof AudioNode.prototype.connect;
}

/** How much later than it is seen each of the next claps is heard, in milliseconds. */
export async function lipSync(page: Page, count: number): Promise<number[]> {
  await page.evaluate(() => {
    window.claps = { seen: [], heard: [] };
  });
  // One more than is wanted: the first one may have been cut off.
  await page.waitForFunction((count) => Math.min(window.claps.seen.length, window.claps.heard.length) > count, count);
  const { seen, heard } = await page.evaluate(() => window.claps);
  return matched(seen, heard);
}

/** How much later than it is seen each clap is heard, both in milliseconds; a clap with one of them alone is left out. */
export function matched(seen: readonly number[], heard: readonly number[]): number[] {
  return heard.flatMap((heard) => {
    const nearest = seen.map((seen) => heard - seen).sort((a, b) => Math.abs(a) - Math.abs(b))[0];
    return nearest === undefined || Math.abs(nearest) > PERIOD / 2 ? [] : [nearest];
  });
}
