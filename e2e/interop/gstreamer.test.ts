import { expect } from "vitest";
import { test } from "../support/show";
import { Client } from "./support/client";
import { PICTURE, TONE } from "./support/gstreamer";
import { lanAddress } from "./support/network";
import { Rehearsal } from "./support/rehearsal";

const address = lanAddress();

for (const codec of ["h264", "vp8"] as const) {
  test.skipIf(address === "")(`GStreamer's whipclientsink, ${codec}`, async ({ show }) => {
    const rehearsal = await Rehearsal.open(show, { address });
    const { engine, http } = rehearsal;
    const sink = [
      `whipclientsink name=sink stun-server="" video-caps=video/x-${codec}`,
      `signaller::whip-endpoint=${http.endpoint("gst", "GStreamer")} signaller::auth-token=${engine.crew}`,
    ].join(" ");
    const client = rehearsal.cast(show, Client.gstreamer(`${PICTURE} ! ${sink} ${TONE} ! sink.`));
    await rehearsal.plays("GStreamer");
    expect(await rehearsal.figures()).toMatchObject({ codec, reordered: false });
    expect(await rehearsal.keyframe({ asking: true })).toBeLessThan(1000);
    await rehearsal.replays();
    await rehearsal.leaves(client, "GStreamer");
  });
}

test.skipIf(address === "")("GStreamer's whipsink, which came before it", async ({ show }) => {
  const rehearsal = await Rehearsal.open(show, { address });
  const { engine, http } = rehearsal;
  const encoded =
    "x264enc tune=zerolatency speed-preset=veryfast key-int-max=60 bitrate=1000 ! video/x-h264,profile=baseline";
  const pipeline = [
    `whipsink name=sink whip-endpoint=${http.endpoint("gst", "whipsink")} auth-token=${engine.crew}`,
    `${PICTURE} ! ${encoded} ! rtph264pay config-interval=-1 aggregate-mode=zero-latency ! sink.sink_0`,
    `${TONE} ! opusenc ! rtpopuspay ! sink.sink_1`,
  ].join(" ");
  const client = rehearsal.cast(show, Client.gstreamer(pipeline));
  await rehearsal.plays("whipsink");
  expect(await rehearsal.figures()).toMatchObject({ codec: "h264", width: 640, height: 360 });
  await rehearsal.replays();
  await rehearsal.leaves(client, "whipsink");
});
