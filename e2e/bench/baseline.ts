import type { Page } from "playwright-core";
import { BrowserProcess } from "../support/browser";
import type { Amount } from "./amount";
import { watchReplay } from "./completeness";
import type { Figures, What } from "./figures";
import { measures } from "./measures";
import { type Sent, watchSenders } from "./senders";
import { sightings, sincePress, warmUp } from "./sightings";
import { installReader, installStampedCamera, type Scene, watchVideo } from "./stamp";

// A page without getUserMedia hides its addresses behind names that nothing on this machine resolves.
export const FLAGS = [
  "--disable-features=WebRtcHideLocalIpsWithMdns",
  "--autoplay-policy=no-user-gesture-required",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
];
/** A page with a microphone is one of a secure origin: nothing is ever asked of this host, the page is answered here. */
const ORIGIN = "https://baseline.invalid/";
/** What a replay of the MediaRecorder way plays, and how long it may take to start. */
const [RECORDED_MS, PATIENCE_MS] = [10_000, 15_000];
/** How much a chunk of the recording holds. */
const CHUNK_MS = 1000;

declare global {
  interface Window {
    /** The video that is program. */
    program: HTMLVideoElement;
    /** The tracks that were received, by source. */
    received: MediaStreamTrack[];
    recorded: { count: number; header: Blob | null; chunks: { at: number; data: Blob }[]; recorder: MediaRecorder };
    replay?: HTMLVideoElement;
  }
}

/**
 * Measures what browsers do by themselves: so many pages, each connected to a page that shows its picture. With `sound`
 * each sends its browser's microphone too, to which the screen's browser keeps the picture in step, as it does for who
 * watches a show.
 */
export async function measureBaseline(
  cameras: number,
  amount: Amount,
  figures: Figures,
  sound = false,
): Promise<Sent[]> {
  const receiver = await BrowserProcess.launch(FLAGS);
  const senders: BrowserProcess[] = [];
  try {
    const screen = await page(receiver);
    const pages: Page[] = [];
    for (let source = 0; source < cameras; source++) {
      const sender = await BrowserProcess.launch(FLAGS);
      senders.push(sender);
      const from = await page(sender);
      pages.push(from);
      await connect(from, screen, { source }, sound);
    }
    await screen.evaluate(() => window.watchDisplay(() => window.replay ?? window.program));
    await warmUp(screen);
    const sent = await watchSenders(pages);
    const seen = await sightings(screen, amount.pictures);
    const valid = await sent();
    const add = (what: What, values: number[]) => figures.add(what, "baseline", values);
    add(
      measures.glassToScreen(cameras),
      seen.displayed.map(({ age }) => age),
    );
    add(
      measures.glassToPage(cameras),
      seen.handed.map(({ age }) => age),
    );
    if (cameras > 1) await measureSwaps(screen, cameras, amount.cuts, figures);
    if (amount.recordings > 0) await measureRecordings(screen, cameras, amount.recordings, figures);
    return valid;
  } finally {
    for (const process of [...senders, receiver]) await process.close();
  }
}

/** A page that reads stamps. */
export async function page({ browser }: BrowserProcess): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.route(`${ORIGIN}**`, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
  await page.goto(ORIGIN);
  await page.evaluate(installReader);
  return page;
}

/** Connects a sender to the screen, where its picture is shown; that of the first one is read, as program's is. */
export async function connect(from: Page, to: Page, scene: Scene, sound: boolean): Promise<void> {
  await from.evaluate(installStampedCamera, scene);
  const offer = await from.evaluate(async (sound) => {
    const peer = new RTCPeerConnection();
    window.peer = peer;
    const camera = window.stampedCamera();
    if (sound) {
      // As the phone's page asks for it.
      const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      const microphone = await navigator.mediaDevices.getUserMedia({ audio });
      for (const track of microphone.getAudioTracks()) {
        peer.addTransceiver(track, { direction: "sendonly", streams: [camera] });
      }
    }
    for (const track of camera.getVideoTracks()) {
      track.contentHint = "motion";
      const { sender } = peer.addTransceiver(track, { direction: "sendonly", streams: [camera] });
      const codecs = RTCRtpSender.getCapabilities("video")?.codecs ?? [];
      const h264 = codecs.filter(
        ({ mimeType, sdpFmtpLine = "" }) => /h264/i.test(mimeType) && /42e01f/.test(sdpFmtpLine),
      );
      const transceiver = peer.getTransceivers().find((one) => one.sender === sender);
      transceiver?.setCodecPreferences([...h264, ...codecs.filter(({ mimeType }) => /vp8|rtx/i.test(mimeType))]);
    }
    await peer.setLocalDescription();
    await new Promise<void>((resolve) => {
      peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && resolve();
    });
    return peer.localDescription?.sdp ?? "";
  }, sound);
  const answer = await to.evaluate(async (offer) => {
    const peer = new RTCPeerConnection();
    // Kept, or it is collected while it receives.
    Object.assign(window, { peers: [...((window as { peers?: unknown[] }).peers ?? []), peer] });
    peer.ontrack = ({ track, streams }) => {
      if (track.kind !== "video") return;
      const video = document.createElement("video");
      Object.assign(video, { muted: true, autoplay: true, srcObject: streams[0] ?? null });
      document.body.append(video);
      window.received = [...(window.received ?? []), track];
      window.program ??= video;
    };
    await peer.setRemoteDescription({ type: "offer", sdp: offer });
    await peer.setLocalDescription();
    await new Promise<void>((resolve) => {
      peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && resolve();
    });
    return peer.localDescription?.sdp ?? "";
  }, offer);
  if (scene.source === 0) await to.locator("video").first().evaluate(watchVideo);
  await from.evaluate((sdp) => window.peer?.setRemoteDescription({ type: "answer", sdp }), answer);
}

/** Cuts between two playing videos: the big one's source is changed, or another one is made visible. */
async function measureSwaps(screen: Page, cameras: number, cuts: number, figures: Figures): Promise<void> {
  for (const way of ["source", "style"] as const) {
    await screen.evaluate((way) => {
      const [first, second] = document.querySelectorAll("video");
      if (!first || !second) throw new Error("two videos are to be cut between");
      let on = 0;
      if (way === "source") {
        const big = document.createElement("video");
        Object.assign(big, { muted: true, autoplay: true, srcObject: first.srcObject });
        document.body.prepend(big);
        window.program = big;
        window.onkeydown = () => {
          on = 1 - on;
          big.srcObject = [first, second][on]?.srcObject ?? null;
        };
      } else {
        window.onkeydown = () => {
          on = 1 - on;
          first.style.visibility = on ? "hidden" : "visible";
          second.style.visibility = on ? "visible" : "hidden";
          window.program = on ? second : first;
        };
        window.program = first;
      }
    }, way);
    const what = way === "source" ? measures.cut : measures.cutByStyle;
    const frames = way === "source" ? measures.cutFrames : undefined;
    await sincePressSource(screen, 0);
    for (let cut = 1; cut <= cuts; cut++) {
      await screen.keyboard.press("c");
      const since = await sincePress(screen, { source: cut % 2 });
      figures.add(what(cameras), "baseline", [since.displayed]);
      if (frames) figures.add(frames(cameras), "baseline", [since.frames]);
    }
    // Both ways begin with the same page.
    await screen.evaluate((way) => {
      if (way === "source") window.program.remove();
      window.program = document.querySelector("video") ?? window.program;
    }, way);
  }
}

async function sincePressSource(screen: Page, source: number): Promise<void> {
  const from = await screen.evaluate(() => window.displayed.length);
  await screen.waitForFunction(([from, source]) => window.displayed.slice(from).some((one) => one.source === source), [
    from,
    source,
  ] as const);
}

/** Replays as the prototype did: chunks of a recording on the screen's page, put together and played. */
async function measureRecordings(screen: Page, cameras: number, count: number, figures: Figures): Promise<void> {
  await screen.evaluate(
    ([keep, chunk]) => {
      const [track] = window.received;
      if (!track) throw new Error("nothing is received");
      const recorder = new MediaRecorder(new MediaStream([track]), { mimeType: "video/webm;codecs=vp8" });
      window.recorded = { count: 0, header: null, chunks: [], recorder };
      recorder.ondataavailable = ({ data }) => {
        const { recorded } = window;
        recorded.count++;
        if (!recorded.header) recorded.header = data;
        else recorded.chunks.push({ at: performance.now(), data });
        recorded.chunks = recorded.chunks.filter(({ at }) => at > performance.now() - keep - chunk);
      };
      recorder.start(chunk);
      window.onkeydown = ({ key }) => {
        if (key === "l") {
          window.replay?.remove();
          delete window.replay;
        }
        if (key !== "r") return;
        const { header, chunks } = window.recorded;
        const blob = new Blob([...(header ? [header] : []), ...chunks.map(({ data }) => data)], { type: "video/webm" });
        const video = document.createElement("video");
        Object.assign(video, { muted: true, src: URL.createObjectURL(blob) });
        document.body.prepend(video);
        window.replay = video;
        video.onended = () => (video.dataset.ended = "yes");
        void video.play();
      };
    },
    [RECORDED_MS, CHUNK_MS] as const,
  );
  // The first chunk, which every replay needs for its header, is to be older than what is replayed.
  await screen.waitForFunction((kept) => window.recorded.count > kept + 2, RECORDED_MS / CHUNK_MS);
  for (let replay = 0; replay < count; replay++) {
    const watched = await watchReplay(screen);
    await screen.keyboard.press("r");
    try {
      const since = await sincePress(screen, { older: measures.OLD_MS, within: RECORDED_MS + CHUNK_MS }, PATIENCE_MS);
      figures.add(measures.replay(cameras), "baseline", [since.displayed]);
      await screen.waitForFunction(() => window.replay?.dataset.ended ?? window.replay?.error, null, {
        timeout: RECORDED_MS + PATIENCE_MS,
      });
    } catch {
      // It did not play, or not to its end.
    }
    const { shown, inOrder, milliseconds } = await watched(RECORDED_MS);
    figures.add(measures.replayShown(cameras), "baseline", [shown]);
    figures.add(measures.replayInOrder(cameras), "baseline", [inOrder]);
    figures.add(measures.replayLength(cameras), "baseline", [milliseconds]);
    await screen.keyboard.press("l");
  }
}
