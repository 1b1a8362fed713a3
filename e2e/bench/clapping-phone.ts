import { BrowserProcess } from "../support/browser";

/** A phone page whose camera claps: each two seconds its picture is white for a tenth of a second, and it is loud. */
export class ClappingPhone {
  private constructor(private readonly process: BrowserProcess) {}

  /** Opens the link of the QR code and presses Start. */
  static async join(join: string): Promise<ClappingPhone> {
    const process = await BrowserProcess.launch([
      ...["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"],
      "--autoplay-policy=no-user-gesture-required",
    ]);
    const context = await process.browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.addInitScript(installClappingCamera);
    await page.goto(join);
    await page.getByTestId("start").click();
    return new ClappingPhone(process);
  }

  stop(): Promise<void> {
    return this.process.close();
  }
}

/** Runs in the page: what it asks for is a picture that flashes, and a tone in the same moments. */
function installClappingCamera(): void {
  const [width, height, fps, period, lasts] = [320, 180, 30, 2, 0.1];
  const { mediaDevices } = navigator;
  mediaDevices.getUserMedia = async () => {
    const audio = new AudioContext();
    await audio.resume();
    const [tone, gain, out] = [audio.createOscillator(), audio.createGain(), audio.createMediaStreamDestination()];
    tone.frequency.value = 1000;
    gain.gain.value = 0;
    tone.connect(gain).connect(out);
    tone.start();
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const ctx = canvas.getContext("2d", { alpha: false });
    const stream = canvas.captureStream(0);
    const [track] = stream.getVideoTracks() as CanvasCaptureMediaStreamTrack[];
    if (ctx === null || track === undefined) throw new Error("this page has no canvas to film");
    let [next, isWhite] = [Math.ceil(audio.currentTime / period) * period + period, false];
    const film = () => {
      ctx.fillStyle = isWhite ? "#fff" : "#102030";
      ctx.fillRect(0, 0, width, height);
      // Something that moves, so that every picture is another one.
      ctx.fillStyle = "#405060";
      ctx.fillRect((audio.currentTime * 40) % width, 0, 8, 20);
      track.requestFrame();
    };
    setInterval(() => {
      film();
      const ahead = next - audio.currentTime;
      if (ahead > 1) return;
      // The tone is made ahead, in the audio's own time; the flash is a picture of its own, at the same moment.
      gain.gain.setValueAtTime(0.8, next);
      gain.gain.setValueAtTime(0, next + lasts);
      next += period;
      for (const [when, white] of [
        [ahead, true],
        [ahead + lasts, false],
      ] as const) {
        setTimeout(() => {
          isWhite = white;
          film();
        }, when * 1000);
      }
    }, 1000 / fps);
    return new MediaStream([track, ...out.stream.getAudioTracks()]);
  };
}
