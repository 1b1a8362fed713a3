import type { Page } from "playwright-core";
import { BrowserProcess } from "../support/browser";
import type { Figures } from "./figures";
import { sightings } from "./sightings";
import { installReader, installStampedCamera, watchVideo } from "./stamp";

// A page without getUserMedia hides its addresses behind names that nothing on this machine resolves.
const FLAGS = ["--disable-features=WebRtcHideLocalIpsWithMdns"];

declare global {
  interface Window {
    peer: RTCPeerConnection;
  }
}

/** Measures what browsers do by themselves: so many pages, each connected to a page that shows its picture. */
export async function measureBaseline(cameras: number, pictures: number, figures: Figures): Promise<void> {
  const receiver = await BrowserProcess.launch(FLAGS);
  const senders: BrowserProcess[] = [];
  try {
    const screen = await page(receiver);
    for (let source = 0; source < cameras; source++) {
      const sender = await BrowserProcess.launch(FLAGS);
      senders.push(sender);
      await connect(await page(sender), screen, source);
    }
    const seen = await sightings(screen, pictures);
    const of = `${cameras} ${cameras === 1 ? "camera" : "cameras"}`;
    figures.add(`glass to glass: page to page, ${of}`, ...seen.map(({ age }) => age));
  } finally {
    for (const process of [...senders, receiver]) await process.close();
  }
}

async function page({ browser }: BrowserProcess): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.evaluate(installReader);
  return page;
}

/** Connects a sender to the screen, where its picture is shown; that of the first one is read, as program's is. */
async function connect(from: Page, to: Page, source: number): Promise<void> {
  await from.evaluate(installStampedCamera, source);
  const offer = await from.evaluate(async () => {
    const peer = new RTCPeerConnection();
    window.peer = peer;
    for (const track of window.stampedCamera().getVideoTracks()) {
      track.contentHint = "motion";
      const { sender } = peer.addTransceiver(track, { direction: "sendonly" });
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
  });
  const answer = await to.evaluate(async (offer) => {
    const peer = new RTCPeerConnection();
    // Kept, or it is collected while it receives.
    Object.assign(window, { peers: [...((window as { peers?: unknown[] }).peers ?? []), peer] });
    peer.ontrack = ({ track }) => {
      const video = document.createElement("video");
      Object.assign(video, { muted: true, autoplay: true, srcObject: new MediaStream([track]) });
      document.body.append(video);
    };
    await peer.setRemoteDescription({ type: "offer", sdp: offer });
    await peer.setLocalDescription();
    await new Promise<void>((resolve) => {
      peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && resolve();
    });
    return peer.localDescription?.sdp ?? "";
  }, offer);
  if (source === 0) await to.locator("video").first().evaluate(watchVideo);
  await from.evaluate((sdp) => window.peer.setRemoteDescription({ type: "answer", sdp }), answer);
}
