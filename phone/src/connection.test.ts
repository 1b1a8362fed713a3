import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Connection, type Listener } from "./connection";

/** What each sender was told last, by its track's kind. */
let told: Record<string, RTCRtpEncodingParameters>;

class Peer {
  createDataChannel(): object {
    return {};
  }

  addTransceiver({ kind }: MediaStreamTrack, { sendEncodings }: { sendEncodings: RTCRtpEncodingParameters[] }): object {
    const [encoding] = sendEncodings;
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
  told = {};
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
  await connection.limit(900);
  expect(told).toMatchObject({ video: { maxBitrate: 900_000, maxFramerate: 30 }, audio: { maxBitrate: 128_000 } });
});
