import { expect } from "vitest";
import { test } from "./desk";

test("H is heard in the real window", async ({ show, desk }) => {
  await expect.poll(() => desk.sees("record")).toBe(true);
  show.publisher({ ready: await desk.ready() }, "Clap", "flash.h264", "clap.opus");
  await expect.poll(() => desk.tiles()).toEqual(["1 Clap live program"]);
  await desk.session.run(listen);
  expect(await desk.session.run(() => window.loudest)).toBe(0);
  await desk.press("h");
  await expect.poll(() => desk.session.run(() => window.loudest)).toBeGreaterThan(0.1);
});

declare global {
  interface Window {
    /** The loudest sample that went to the loudspeaker, from 0 to 1. */
    loudest: number;
  }
}

/** Runs in the page: listens beside the loudspeaker. */
function listen(): void {
  window.loudest = 0;
  const connect = AudioNode.prototype.connect as (this: AudioNode, ...args: unknown[]) => AudioNode;
  AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
    if (args[0] instanceof AudioDestinationNode) {
      const analyser = new AnalyserNode(this.context);
      const samples = new Float32Array(analyser.fftSize);
      connect.call(this, analyser);
      setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        for (const sample of samples) window.loudest = Math.max(window.loudest, Math.abs(sample));
      }, 20);
    }
    return connect.apply(this, args);
  } as typeof AudioNode.prototype.connect;
}
