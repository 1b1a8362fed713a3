import { expect } from "vitest";
import { type Show, test } from "../support/show";
import { Client } from "./support/client";
import { PICTURE, PICTURES, RTP_H264, SOUNDS, TONE } from "./support/gstreamer";
import { freePort, lanAddress } from "./support/network";
import { FLOWING, Program } from "./support/program";
import { Recorder } from "./support/recorder";

const address = lanAddress();

/** The endpoint of one of GStreamer's servers, once it is there. */
async function serves(show: Show, endpoint: string): Promise<Recorder> {
  const options = async () => (await fetch(endpoint, { method: "OPTIONS" }).catch(() => undefined))?.status;
  await expect.poll(options).toBe(200);
  const http = await Recorder.start(endpoint);
  show.onClose(() => http.close());
  return http;
}

/** Pictures and sound arrive, decoded. */
async function flows(peer: Client): Promise<void> {
  await expect.poll(() => peer.seen?.pictures).toBeGreaterThan(FLOWING);
  await expect.poll(() => peer.seen?.sounds).toBeGreaterThan(FLOWING);
}

for (const { clip, codec, video, audio } of [
  {
    ...{ clip: "bend.h264", codec: "H264" },
    // Pads that are asked for say what is offered.
    ...{ video: `req_video_0 ! ${RTP_H264} ! rtph264depay ! decodebin`, audio: "req_audio_0" },
  },
  { clip: "podium.ivf", codec: "VP8", video: "video_0", audio: "audio_0" },
]) {
  test.skipIf(address === "")(`program is pushed to GStreamer's whipserversrc: ${codec}`, async ({ show }) => {
    const program = await Program.of(show, clip, { address });
    const host = `http://127.0.0.1:${await freePort()}`;
    const source = `whipserversrc name=server stun-server="" video-codecs=<${codec}> signaller::host-addr=${host}`;
    const server = program.cast(Client.gstreamer(`${source} server.video_0 ! ${PICTURES} server.audio_0 ! ${SOUNDS}`));
    const http = await serves(show, `${host}/whip/endpoint`);

    await program.connect("push", http.url, null);
    await flows(server);
    await program.disconnect();
    await expect.poll(() => http.summary).toEqual(["POST 201", "DELETE 200"]);
    expect(await server.stop()).toBe(0);
  });

  test.skipIf(address === "")(`program is played by GStreamer's whepclientsrc: ${codec}`, async ({ show }) => {
    const program = await Program.of(show, clip, { address });
    const http = await Recorder.start(program.whep);
    show.onClose(() => http.close());
    const source = `whepclientsrc name=player stun-server="" signaller::whep-endpoint=${http.url}`;
    const player = program.cast(
      Client.gstreamer(`${source} player.${video} ! ${PICTURES} player.${audio} ! ${SOUNDS}`),
    );
    await flows(player);
    expect(await program.viewers()).toBe(1);

    expect(await player.stop()).toBe(0);
    expect(http.summary).toEqual(["POST 201", "DELETE 200"]);
    await expect.poll(() => program.viewers()).toBe(0);
  });

  test.skipIf(address === "")(`a source of GStreamer's whepserversink becomes a camera: ${codec}`, async ({ show }) => {
    const program = await Program.open(show, { address });
    const host = `http://127.0.0.1:${await freePort()}`;
    const sink = [
      `whepserversink name=server stun-server="" video-caps=video/x-${codec.toLowerCase()}`,
      `signaller::host-addr=${host}`,
    ].join(" ");
    const server = program.cast(Client.gstreamer(`${PICTURE} ! ${sink} ${TONE} ! server.`));
    const http = await serves(show, `${host}/whep/endpoint`);

    await program.connect("pull", http.url, null, "Drone");
    expect(await program.cameras()).toEqual(["1 Drone live"]);
    await expect.poll(async () => (await program.figures())?.fps ?? 0).toBeGreaterThan(15);
    expect(await program.figures()).toMatchObject({ codec: codec.toLowerCase(), sound: true, reordered: false });

    await program.disconnect();
    await expect.poll(() => http.summary).toEqual(["POST 201", "DELETE 200"]);
    await expect.poll(() => program.cameras()).toEqual(["1 Drone lost"]);
    expect(await server.stop()).toBe(0);
  });
}
