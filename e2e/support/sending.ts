import type { Page } from "playwright-core";

/** What a phone's browser has sent of its pictures, as its own statistics say (W3C webrtc-stats). */
export interface Sending {
  readonly ssrc: number;
  readonly rtxSsrc: number | undefined;
  readonly packetsSent: number;
  readonly retransmittedPacketsSent: number;
  readonly pliCount: number;
  readonly framesSent: number;
  readonly framesPerSecond: number;
  readonly targetBitrate: number;
  readonly bytesSent: number;
  readonly mimeType: string;
}

declare global {
  interface Window {
    connections: RTCPeerConnection[];
    /** What the browser takes for the bandwidth, in kbit/s, and when, in milliseconds of the page's clock. */
    estimates: { at: number; kbps: number }[];
  }
}

/** Keeps the page's connections where {@link sending} finds them; before its own scripts. */
export function keepConnections(): void {
  window.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.connections.push(this);
    }
  };
}

/** Notes what the newest connection takes for its bandwidth; after {@link keepConnections}. */
export function noteEstimates(): void {
  window.estimates = [];
  setInterval(async () => {
    const stats = await window.connections.at(-1)?.getStats();
    for (const { type, availableOutgoingBitrate } of stats?.values() ?? []) {
      if (type !== "candidate-pair" || availableOutgoingBitrate === undefined) continue;
      window.estimates.push({ at: performance.now(), kbps: availableOutgoingBitrate / 1000 });
    }
  }, 50);
}

/** Takes out of the answer where the phone's page lets Chromium's estimate start: it starts at the browser's own 300. */
export function startLow(): void {
  const set: (answer: RTCSessionDescriptionInit) => Promise<void> = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp = "" }: RTCSessionDescriptionInit) {
    const hint = "x-google-start-bitrate=\\d+";
    const alone = new RegExp(`^a=fmtp:\\d+ ${hint}\\r?\\n`, "gm");
    return set.call(this, { type, sdp: sdp.replace(alone, "").replace(new RegExp(`;${hint}`, "g"), "") });
  };
}

/** How long a page's estimate took from the first one to so many kbit/s, in seconds; NaN if it is not there yet. */
export async function estimateReached(page: Page, kbps: number): Promise<number> {
  const estimates = await page.evaluate(() => window.estimates);
  const there = estimates.find((estimate) => estimate.kbps >= kbps);
  return ((there?.at ?? Number.NaN) - (estimates[0]?.at ?? Number.NaN)) / 1000;
}

/** The newest connection's figures. */
export function sending(page: Page): Promise<Sending> {
  return page.evaluate(async () => {
    const stats = await window.connections.at(-1)?.getStats();
    const all = [...(stats?.values() ?? [])];
    const outbound = all.find(({ type, kind }) => type === "outbound-rtp" && kind === "video");
    if (outbound === undefined) throw new Error("this page sends no pictures");
    return { ...outbound, mimeType: stats?.get(outbound.codecId)?.mimeType };
  });
}

/**
 * Gives the page a camera of 640x360 at 30 pictures a second that fills any bitrate: noise in blocks of 8 pixels. A third
 * of it is new in each picture: more, and an encoder takes it for a new scene and makes keyframes of its own accord.
 */
export function installNoisyCamera(): void {
  const [width, height, block, fps] = [640, 360, 8, 30];
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  const original = devices?.getUserMedia.bind(devices);
  if (devices === undefined || original === undefined) return;
  devices.getUserMedia = async (constraints) => {
    const sound = constraints?.audio ? (await original({ audio: constraints.audio })).getAudioTracks() : [];
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const ctx = canvas.getContext("2d", { alpha: false });
    const noise = new OffscreenCanvas(width / block, height / block);
    const fine = noise.getContext("2d");
    const stream = canvas.captureStream(0);
    const [track] = stream.getVideoTracks() as CanvasCaptureMediaStreamTrack[];
    if (ctx === null || fine === null || track === undefined) throw new Error("this page has no canvas to film");
    const pixels = fine.createImageData(noise.width, noise.height);
    const third = pixels.data.length / 3;
    let picture = 0;
    setInterval(() => {
      crypto.getRandomValues(new Uint8Array(pixels.data.buffer, (picture++ % 3) * third, third));
      for (let alpha = 3; alpha < pixels.data.length; alpha += 4) pixels.data[alpha] = 255;
      fine.putImageData(pixels, 0, 0);
      ctx.drawImage(noise, 0, 0, width, height);
      track.requestFrame();
    }, 1000 / fps);
    return new MediaStream([track, ...sound]);
  };
}
