import { expect } from "vitest";
import { test } from "../support/show";
import { Rehearsal } from "./support/rehearsal";

/** Publishes a canvas that changes its colour, as several layers, with a tone if it is to; ends when `window.leave` is called. */
async function publish([endpoint, token, sound]: readonly [string, string, boolean]): Promise<void> {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const colours = ["#d02020", "#20a840", "#2040d0", "#d8c820", "#c020b0"];
  let count = 0;
  const drawing = setInterval(() => {
    context.fillStyle = colours[Math.floor(count++ / 10) % colours.length] ?? "";
    context.fillRect(0, 0, 640, 360);
  }, 33);
  const connection = new RTCPeerConnection();
  if (sound) {
    const audio = new AudioContext();
    const [tone, out] = [audio.createOscillator(), audio.createMediaStreamDestination()];
    tone.connect(out);
    tone.start();
    connection.addTransceiver(out.stream.getAudioTracks()[0] as MediaStreamTrack, { direction: "sendonly" });
  }
  connection.addTransceiver(canvas.captureStream(30).getVideoTracks()[0] as MediaStreamTrack, {
    direction: "sendonly",
    sendEncodings: [{ rid: "low", scaleResolutionDownBy: 2 }, { rid: "high" }],
  });
  await connection.setLocalDescription();
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/sdp" };
  const body = connection.localDescription?.sdp ?? "";
  const answered = await fetch(endpoint, { method: "POST", headers, body });
  await connection.setRemoteDescription({ type: "answer", sdp: await answered.text() });
  const location = answered.headers.get("Location") ?? "";
  Object.assign(window, {
    leave: async () => {
      clearInterval(drawing);
      await fetch(location, { method: "DELETE", headers });
      connection.close();
    },
  });
}

test.for([false, true])(
  "a page of another origin that offers simulcast is a camera of one layer, with sound: %s",
  async (sound, { show }) => {
    const rehearsal = await Rehearsal.open(show);
    const { engine, http } = rehearsal;
    const page = await rehearsal.desk.page.context().newPage();
    await page.evaluate(publish, [http.endpoint("page", "Page"), engine.crew, sound] as const);
    await rehearsal.desk.page.bringToFront();
    await rehearsal.plays("Page", { sound });

    const { body, answer } = http.the("POST");
    expect(body).toContain("a=simulcast:send low;high");
    // Chromium says no SSRC of it then: its stream is known by its MID.
    expect(body.slice(body.indexOf("m=video"))).not.toContain("a=ssrc:");
    expect(answer).not.toMatch(/a=(simulcast|rid):/);
    await page.evaluate(() => (window as unknown as { leave: () => Promise<void> }).leave());
    expect(http.summary).toEqual(["OPTIONS 200", "POST 201", "OPTIONS 200", "DELETE 200"]);
    await rehearsal.isLost("Page");
  },
);
