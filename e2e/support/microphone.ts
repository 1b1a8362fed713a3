import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { ROOT } from "./programs";

const RATE = 48_000;
/** A word's length and that of the silence behind it, in seconds: what goes on for longer a browser takes for noise. */
const [WORD, PAUSE] = [0.3, 0.3];
/** So long is listened, in milliseconds: a whole word is in it. */
const LONG = 1000 * (2 * WORD + PAUSE);

/** What a browser is started with whose microphone hears a tone of so many hertz, in words. */
export async function microphone(hertz: number): Promise<string[]> {
  return [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-audio-capture=${await words(hertz)}`,
  ];
}

/** What is heard of a page's sound: how loud it was at most, in dB of full scale, and which frequency was. */
export interface Sounding {
  readonly level: number;
  readonly hertz: number;
}

/** Listens to what an audio element of a page plays, for as long as it takes to hear a word if there is one. */
export function heard(page: Page, testId: string): Promise<Sounding> {
  return page.evaluate(hear, { testId, long: LONG });
}

/** A WAV file with a word and a pause, which the browser plays in a loop. Made anew: it is quickly done. */
async function words(hertz: number): Promise<string> {
  const folder = path.join(ROOT, ".cache", "e2e");
  const file = path.join(folder, `words-${hertz}.wav`);
  await mkdir(folder, { recursive: true });
  const samples = Int16Array.from({ length: RATE * (WORD + PAUSE) }, (_, at) =>
    at < RATE * WORD ? 12_000 * Math.sin((2 * Math.PI * hertz * at) / RATE) : 0,
  );
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + samples.byteLength, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  // PCM, one channel, its rate in samples and in bytes, bytes and bits a sample.
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(2 * RATE, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(samples.byteLength, 40);
  // Under its name only when it is whole.
  const unfinished = path.join(folder, `${process.pid}-words-${hertz}.wav`);
  await writeFile(unfinished, Buffer.concat([head, Buffer.from(samples.buffer)]));
  await rename(unfinished, file);
  return file;
}

// This runs in the page.

async function hear({ testId, long }: { testId: string; long: number }): Promise<Sounding> {
  const player = document.querySelector<HTMLAudioElement>(`audio[data-testid="${testId}"]`);
  const stream = player?.paused === false ? player.srcObject : null;
  // Nothing is played.
  if (!(stream instanceof MediaStream)) return { level: Number.NEGATIVE_INFINITY, hertz: 0 };
  const context = new AudioContext();
  await context.resume();
  const analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 });
  context.createMediaStreamSource(stream).connect(analyser);
  const levels = new Float32Array(analyser.frequencyBinCount);
  let loudest = { level: Number.NEGATIVE_INFINITY, hertz: 0 };
  for (const end = performance.now() + long; performance.now() < end; ) {
    await new Promise(requestAnimationFrame);
    analyser.getFloatFrequencyData(levels);
    const level = Math.max(...levels);
    if (level > loudest.level) {
      loudest = { level, hertz: (levels.indexOf(level) * context.sampleRate) / analyser.fftSize };
    }
  }
  await context.close();
  return loudest;
}
