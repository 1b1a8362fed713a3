// Pictures that say when they were drawn. A strip of blocks along the top edge, white for 1: two that never change, the
// source's number, and the milliseconds of the clock. The functions of this file run in pages: each is whole in itself.

/** A picture that was read back in a page. */
export interface Sighting {
  /** When it was there: drawn on a canvas, or handed to the screen by a video; milliseconds of the machine's clock. */
  readonly at: number;
  /** Who drew it. */
  readonly source: number;
  /** How long ago it was filmed, in milliseconds. */
  readonly age: number;
  /** When a drawn one was handed to the screen, unless the next one came first. */
  shownAt?: number;
}

declare global {
  interface Window {
    /** The pictures of the stamped camera. */
    stampedCamera(): MediaStream;
    /** Reads a stamp and notes it. */
    sight(picture: CanvasImageSource & { width: number; height: number }, at: number): void;
    sightings: Sighting[];
    /** When a key or a button last went down. */
    pressedAt: number;
  }
}

/** Gives the page a camera of 640x360 at 30 pictures a second whose pictures are stamped. */
export function installStampedCamera(source: number): void {
  const [width, height, blocks, fps] = [640, 360, 20, 30];
  window.stampedCamera = () => {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const ctx = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    const stream = canvas.captureStream(0);
    const [track] = stream.getVideoTracks() as CanvasCaptureMediaStreamTrack[];
    if (ctx === null || track === undefined) throw new Error("this page has no canvas to film");
    const size = width / blocks;
    setInterval(() => {
      const seconds = performance.now() / 1000;
      // Something to encode: bars that move over a ground of the source's own.
      ctx.fillStyle = source === 0 ? "#27406b" : "#6b3a27";
      ctx.fillRect(0, 0, width, height);
      for (let bar = 0; bar < 8; bar++) {
        ctx.fillStyle = `hsl(${bar * 45} 60% 50%)`;
        ctx.fillRect(((seconds * (40 + bar * 25) + bar * 90) % (width + 60)) - 60, 60 + bar * 36, 60, 28);
      }
      const now = Math.floor(performance.timeOrigin + performance.now()) % 65_536;
      const bits = (0b10 << 18) | (source << 16) | now;
      for (let block = 0; block < blocks; block++) {
        ctx.fillStyle = (bits >> (blocks - 1 - block)) & 1 ? "#fff" : "#000";
        ctx.fillRect(block * size, 0, size, size);
      }
      track.requestFrame();
    }, 1000 / fps);
    return stream;
  };

  // What the phone page asks for: the stamped picture, and the browser's own sound.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  const original = devices?.getUserMedia.bind(devices);
  if (devices === undefined || original === undefined) return;
  devices.getUserMedia = async (constraints) => {
    const sound = constraints?.audio ? (await original({ audio: constraints.audio })).getAudioTracks() : [];
    return new MediaStream([...window.stampedCamera().getVideoTracks(), ...sound]);
  };
}

/** Lets the page read stamps and know when something was pressed. */
export function installReader(): void {
  const blocks = 20;
  const strip = new OffscreenCanvas(blocks, 1).getContext("2d", { willReadFrequently: true });
  window.sightings = [];
  window.sight = (picture, at) => {
    if (strip === null) return;
    // The middle of each block, one pixel of the strip for each.
    const size = picture.width / blocks;
    for (let block = 0; block < blocks; block++) {
      strip.drawImage(picture, (block + 0.5) * size, size / 2, 1, 1, block, 0, 1, 1);
    }
    const { data } = strip.getImageData(0, 0, blocks, 1);
    let bits = 0;
    for (let block = 0; block < blocks; block++) bits = bits * 2 + ((data[block * 4] ?? 0) > 127 ? 1 : 0);
    if (bits >> 18 !== 0b10) return;
    const age = (((at - (bits & 0xffff)) % 65_536) + 65_536) % 65_536;
    window.sightings.push({ at, source: (bits >> 16) & 3, age });
  };
  const pressed = (event: Event) => {
    window.pressedAt = performance.timeOrigin + event.timeStamp;
  };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, pressed, { capture: true });
}

/** Notes every picture that the desk draws on its program canvas: when it is drawn, and when that goes to the screen. */
export function watchProgram(): void {
  let drawn: Sighting | undefined;
  const show = () => {
    if (drawn) drawn.shownAt = performance.timeOrigin + performance.now();
    drawn = undefined;
  };
  const draw = CanvasRenderingContext2D.prototype.drawImage as (...args: unknown[]) => void;
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
    draw.apply(this, args);
    if (this.canvas.dataset.testid !== "program") return;
    window.sight(this.canvas, performance.timeOrigin + performance.now());
    // A canvas goes to the screen with the next frame of the page.
    if (!drawn) requestAnimationFrame(show);
    drawn = window.sightings.at(-1);
  };
}

/** Notes every picture of a video, at the moment it is handed to the screen. */
export function watchVideo(video: HTMLVideoElement): void {
  const canvas = document.createElement("canvas");
  const ctx = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  const next: VideoFrameRequestCallback = (_, { presentationTime, width, height }) => {
    canvas.width = width;
    canvas.height = height;
    ctx?.drawImage(video, 0, 0);
    window.sight(canvas, performance.timeOrigin + presentationTime);
    video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
}
