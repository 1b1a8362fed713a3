import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Connection, type Listener } from "./connection";

/** What each sender was told last, by its track's kind. */
let told: Record<string, RTCRtpEncodingParameters>;
/** What is only received. */
let received: string[];

class Peer {
  createDataChannel(): object {
    return {};
  }

  addTransceiver(track: MediaStreamTrack | string, init: RTCRtpTransceiverInit): object {
    if (typeof track === "string") {
      received.push(`${track} ${init.direction}`);
      return { receiver: { track: {} } };
    }
    const { kind } = track;
    const [encoding] = init.sendEncodings ?? [];
    told[kind] = { ...encoding };
    const sender = {
      getParameters: () => ({ encodings: [{ ...told[kind] }] }),
      setParameters: async ({ encodings }: RTCRtpSendParameters) => {
        told[kind] = { ...encodings[0] };
      },
    };
    return { sender, setCodecPreferences: () => {} };
  }
}

beforeEach(() => {
  [told, received] = [{}, []];
  vi.stubGlobal("RTCPeerConnection", Peer);
  vi.stubGlobal("RTCRtpSender", {});
  vi.stubGlobal("RTCRtpReceiver", {});
});

afterEach(() => vi.unstubAllGlobals());

test("the picture is sent within the budget, whatever the sound is", async () => {
  const tracks = [{ kind: "video" }, { kind: "audio" }] as MediaStreamTrack[];
  const stream = { getTracks: () => tracks } as MediaStream;
  const connection = new Connection(stream, { mode: "music", budget: 2000 }, {} as Listener);
  expect(told).toMatchObject({ video: { maxBitrate: 2_000_000, maxFramerate: 30 }, audio: { maxBitrate: 128_000 } });
  // Where the director is heard.
  expect(received).toEqual(["audio recvonly"]);
  await connection.limit(900);
  expect(told).toMatchObject({ video: { maxBitrate: 900_000, maxFramerate: 30 }, audio: { maxBitrate: 128_000 } });
});
