import type { Page } from "playwright-core";

/** What is listened to in a page: the microphone that it opened, or an audio element by its test id. */
type Ear = { readonly microphone: true } | { readonly testId: string };

/** When words began in a page, by the machine's clock in milliseconds; and how long its loudspeaker takes, in milliseconds. */
export interface Onsets {
  readonly at: readonly number[];
  readonly loudspeaker: number;
}

/** Notes when words begin from now on, until {@link onsets} takes them. */
export async function noteOnsets(page: Page, ear: Ear): Promise<void> {
  await page.evaluate(note, { ear, processor: PROCESSOR });
}

/** What was noted. */
export function onsets(page: Page): Promise<Onsets> {
  return page.evaluate(() => window.onsets);
}

declare global {
  interface Window {
    onsets: { at: number[]; loudspeaker: number };
    microphone?: MediaStream;
  }
}

/** A sample above this is of a word, when none was for so many seconds. */
const [LOUD, QUIET] = [0.02, 0.1];

/** Runs on the audio thread: 3 ms are one block, and a page that is busy says nothing later. */
const PROCESSOR = `
  registerProcessor("onsets", class extends AudioWorkletProcessor {
    last = -1;
    process([[samples]]) {
      if (!samples?.some((sample) => Math.abs(sample) > ${LOUD})) return true;
      if (currentTime - this.last > ${QUIET}) this.port.postMessage(Date.now());
      this.last = currentTime;
      return true;
    }
  });
`;

// These run in the page.

/** Keeps the microphone that the page opens: another one of the fake device would be at another place of its file. */
export function keepMicrophone(): void {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    window.microphone = await open(wanted);
    return window.microphone;
  };
}

async function note({ ear, processor }: { ear: Ear; processor: string }): Promise<void> {
  const stream =
    "microphone" in ear
      ? window.microphone
      : document.querySelector<HTMLAudioElement>(`audio[data-testid="${ear.testId}"]`)?.srcObject;
  if (!(stream instanceof MediaStream)) throw new Error("nothing to listen to");
  const context = new AudioContext({ latencyHint: "interactive" });
  await context.resume();
  const module = URL.createObjectURL(new Blob([processor], { type: "text/javascript" }));
  await context.audioWorklet.addModule(module);
  const node = new AudioWorkletNode(context, "onsets");
  const noted: Window["onsets"] = { at: [], loudspeaker: 0 };
  window.onsets = noted;
  node.port.onmessage = ({ data }: MessageEvent<number>) => {
    noted.at.push(data);
    noted.loudspeaker = (context.outputLatency || context.baseLatency) * 1000;
  };
  context.createMediaStreamSource(stream).connect(node).connect(context.destination);
}
