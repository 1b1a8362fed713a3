// Pictures that say when they were drawn. A strip of blocks along the top edge, white for 1: two that never change, the
// source's number, and the milliseconds of the clock. The functions of this file run in pages: each is whole in itself.

/** A picture that was read back in a page. */
export interface Sighting {
  /** When it was seen, in milliseconds of the machine's clock. */
  readonly at: number;
  /** Who drew it. */
  readonly source: number;
  /** How long ago it was filmed, in milliseconds. */
  readonly age: number;
  /** Which of its source's pictures it is: another number for each within a minute. */
  readonly picture: number;
}

/** A picture that can be drawn. */
type Picture = HTMLCanvasElement | HTMLVideoElement;

declare global {
  interface Window {
    /** The pictures of the stamped camera. */
    stampedCamera(): MediaStream;
    /** When each picture of the stamped camera was filmed, in whole milliseconds of the machine's clock. */
    filmed: number[];
    /** Reads the stamp of a picture that is seen now; null when there is none. */
    readStamp(picture: Picture, at: number): Sighting | null;
    /** New pictures by the page's own event: drawn on the canvas, or handed to the screen by the video. */
    handed: Sighting[];
    /** New pictures by the same instrument in every page: looked for in each display frame. */
    displayed: Sighting[];
    /** The display frames in which was looked. */
    displayFrames: number[];
    /** Looks in each display frame from now on for the picture that is shown there then. */
    watchDisplay(shown: () => Picture | null): void;
    /** When a key or a button last went down. */
    pressedAt: number;
    /** When each picture left the encoder: its RTP timestamp, and milliseconds of the machine's clock. */
    encoded: [number, number][];
    /** The page's first peer connection. */
    peer?: RTCPeerConnection;
    /** How often program and each tile of the desk were drawn: `program`, or the camera's number. */
    drawn: Record<string, number>;
    /** When each tile of the desk first showed a picture, by its camera's number. */
    firstOnTile: Record<string, number>;
    /** What became of each picture in the desk's page, by its time on the session clock in microseconds. */
    passages: Map<number, Passage>;
  }
}

/** A picture's way through the desk's page, in milliseconds of the machine's clock. */
export interface Passage {
  /** It came over the socket and went into the decoder. */
  readonly arrived: number;
  /** It came out of the decoder. */
  decoded?: number;
  /** It is on the program canvas. */
  drawn?: number;
  /** When it was filmed, as its stamp says. */
  filmed?: number;
}

/** What a stamped camera films. */
export interface Scene {
  /** Its number, 0 to 3. */
  readonly source: number;
  /** How strong its grain is, from 0 to 1: what a real sensor adds, and what fills a bitrate. None if none is said. */
  readonly grain?: number;
  /** It films in every second display frame, of 60 a second, and not by a timer: the browser takes a picture at a frame's end. */
  readonly inStep?: boolean;
}

/** Gives the page a camera of 640x360 at 30 pictures a second whose pictures are stamped. */
export function installStampedCamera({ source, grain = 0, inStep = false }: Scene): void {
  const [width, height, blocks, fps, cell] = [640, 360, 20, 30, 4];
  window.filmed = [];
  window.stampedCamera = () => {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const ctx = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    const stream = canvas.captureStream(0);
    const [track] = stream.getVideoTracks() as CanvasCaptureMediaStreamTrack[];
    if (ctx === null || track === undefined) throw new Error("this page has no canvas to film");
    const size = width / blocks;
    const noise = new OffscreenCanvas(width / cell, height / cell);
    const noisy = noise.getContext("2d");
    const pixels = new ImageData(noise.width, noise.height);
    const film = () => {
      const seconds = performance.now() / 1000;
      // Something to encode: bars that move over a ground of the source's own.
      ctx.fillStyle = source === 0 ? "#27406b" : "#6b3a27";
      ctx.fillRect(0, 0, width, height);
      for (let bar = 0; bar < 8; bar++) {
        ctx.fillStyle = `hsl(${bar * 45} 60% 50%)`;
        ctx.fillRect(((seconds * (40 + bar * 25) + bar * 90) % (width + 60)) - 60, 60 + bar * 36, 60, 28);
      }
      if (grain > 0 && noisy) {
        const { data } = pixels;
        // As many at once as a page is given.
        for (let from = 0; from < data.length; from += 65_536) {
          crypto.getRandomValues(new Uint8Array(data.buffer, from, Math.min(65_536, data.length - from)));
        }
        for (let alpha = 3; alpha < data.length; alpha += 4) data[alpha] = 255 * grain;
        noisy.putImageData(pixels, 0, 0);
        ctx.drawImage(noise, 0, 0, width, height);
      }
      const now = Math.floor(performance.timeOrigin + performance.now());
      window.filmed.push(now);
      const bits = (0b10 << 18) | (source << 16) | (now % 65_536);
      for (let block = 0; block < blocks; block++) {
        ctx.fillStyle = (bits >> (blocks - 1 - block)) & 1 ? "#fff" : "#000";
        ctx.fillRect(block * size, 0, size, size);
      }
      track.requestFrame();
    };
    // An interval of whole milliseconds would be 30.3 a second, of which a sender that may send 30 leaves out one in a hundred.
    let next = performance.now();
    const tick = () => {
      film();
      next += 1000 / fps;
      setTimeout(tick, next - performance.now());
    };
    let frames = 0;
    const frame = () => {
      if (frames++ % 2 === 0) film();
      requestAnimationFrame(frame);
    };
    if (inStep) frame();
    else tick();
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

/** Keeps the page's first peer connection, for its statistics. */
export function keepPeer(): void {
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.peer ??= this;
    }
  };
}

/**
 * Notes when each picture leaves the encoder of the page's connection, on its way to the pacer. In a worker, as the page
 * itself is busy with filming; that costs each picture a way there and back.
 */
export function noteEncoded(): void {
  window.encoded = [];
  const source = `onrtctransform = ({ transformer: { readable, writable } }) => {
    const note = new TransformStream({
      transform(frame, out) {
        postMessage([frame.getMetadata().rtpTimestamp, performance.timeOrigin + performance.now()]);
        out.enqueue(frame);
      },
    });
    void readable.pipeThrough(note).pipeTo(writable);
  };`;
  const add = RTCPeerConnection.prototype.addTransceiver;
  RTCPeerConnection.prototype.addTransceiver = function (track, init) {
    const transceiver = add.call(this, track, init);
    if (track instanceof MediaStreamTrack && track.kind === "video") {
      const worker = new Worker(URL.createObjectURL(new Blob([source])));
      worker.onmessage = ({ data }) => window.encoded.push(data);
      transceiver.sender.transform = new RTCRtpScriptTransform(worker, {});
    }
    return transceiver;
  };
}

/** Lets the page read stamps and know when something was pressed. */
export function installReader(): void {
  const blocks = 20;
  const strip = new OffscreenCanvas(blocks, 1).getContext("2d", { willReadFrequently: true });
  Object.assign(window, {
    handed: [],
    displayed: [],
    displayFrames: [],
    firstOnTile: {},
    drawn: {},
    passages: new Map(),
  });
  window.readStamp = (picture, at) => {
    const width = picture instanceof HTMLVideoElement ? picture.videoWidth : picture.width;
    if (strip === null || width === 0) return null;
    // The middle of each block, one pixel of the strip for each.
    const size = width / blocks;
    strip.imageSmoothingEnabled = false;
    strip.drawImage(picture, 0, size * 0.4, width, size * 0.2, 0, 0, blocks, 1);
    const { data } = strip.getImageData(0, 0, blocks, 1);
    let bits = 0;
    for (let block = 0; block < blocks; block++) bits = bits * 2 + ((data[block * 4] ?? 0) > 127 ? 1 : 0);
    if (bits >> 18 !== 0b10) return null;
    const age = (((at - (bits & 0xffff)) % 65_536) + 65_536) % 65_536;
    return { at, source: (bits >> 16) & 3, age, picture: bits & 0xffff };
  };
  window.watchDisplay = (shown) => {
    const look = () => {
      const at = performance.timeOrigin + performance.now();
      const picture = shown();
      const seen = picture && window.readStamp(picture, at);
      const last = window.displayed.at(-1);
      window.displayFrames.push(at);
      const isNew = seen && (seen.source !== last?.source || seen.picture !== last.picture);
      if (isNew) window.displayed.push(seen);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  };
  const pressed = (event: Event) => {
    window.pressedAt = performance.timeOrigin + event.timeStamp;
  };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, pressed, { capture: true });
}

/** Notes every picture that the desk draws, and the way of each through the page. */
export function watchDesk(): void {
  const now = () => performance.timeOrigin + performance.now();
  // As many as are read at once, and some.
  const most = 2000;
  const draw = CanvasRenderingContext2D.prototype.drawImage as (...args: unknown[]) => void;
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
    draw.apply(this, args);
    if (!(this.canvas instanceof HTMLCanvasElement)) return;
    const tile = this.canvas.closest<HTMLElement>("[data-testid=tile]")?.dataset.number;
    if (tile !== undefined) window.firstOnTile[tile] ??= now();
    const where = tile ?? this.canvas.dataset.testid ?? "";
    window.drawn[where] = (window.drawn[where] ?? 0) + 1;
    if (this.canvas.dataset.testid !== "program") return;
    const seen = window.readStamp(this.canvas, now());
    if (!seen) return;
    window.handed.push(seen);
    const passage = args[0] instanceof VideoFrame ? window.passages.get(args[0].timestamp) : undefined;
    if (passage) Object.assign(passage, { drawn: seen.at, filmed: seen.at - seen.age });
  };
  const Original = VideoDecoder;
  window.VideoDecoder = class extends Original {
    constructor({ output, error }: VideoDecoderInit) {
      super({
        error,
        output: (picture) => {
          const passage = window.passages.get(picture.timestamp);
          if (passage) passage.decoded = now();
          output(picture);
        },
      });
    }
    override decode(chunk: EncodedVideoChunk): void {
      window.passages.set(chunk.timestamp, { arrived: now() });
      const [oldest] = window.passages.keys();
      if (oldest !== undefined && window.passages.size > most) window.passages.delete(oldest);
      super.decode(chunk);
    }
  };
  const waitForPage = () => {
    const canvas = document.querySelector<HTMLCanvasElement>("[data-testid=program]");
    if (canvas) window.watchDisplay(() => canvas);
    else requestAnimationFrame(waitForPage);
  };
  requestAnimationFrame(waitForPage);
}

/** Notes every picture of a video, at the moment it is handed to the screen. */
export function watchVideo(video: HTMLVideoElement): void {
  const next: VideoFrameRequestCallback = (_, { presentationTime }) => {
    const seen = window.readStamp(video, performance.timeOrigin + presentationTime);
    if (seen) window.handed.push(seen);
    video.requestVideoFrameCallback(next);
  };
  video.requestVideoFrameCallback(next);
}
