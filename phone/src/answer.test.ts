import { expect, test } from "vitest";
import { startFast } from "./answer";

const HINT = "x-google-start-bitrate=1500";
const lines = (...list: string[]) => `${list.join("\r\n")}\r\n`;

test("every video payload gets the hint, the repairs and the sound do not", () => {
  const answer = lines(
    ...["v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=rtpmap:111 opus/48000/2", "a=fmtp:111 stereo=1"],
    ...["m=video 9 UDP/TLS/RTP/SAVPF 96 97 98", "a=rtpmap:96 H264/90000", "a=fmtp:96 packetization-mode=1"],
    ...["a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96", "a=rtpmap:98 VP8/90000", "a=rtcp-fb:98 nack"],
  );
  expect(startFast(answer)).toBe(
    lines(
      ...["v=0", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=rtpmap:111 opus/48000/2", "a=fmtp:111 stereo=1"],
      ...["m=video 9 UDP/TLS/RTP/SAVPF 96 97 98", "a=rtpmap:96 H264/90000", `a=fmtp:96 packetization-mode=1;${HINT}`],
      ...["a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96"],
      ...["a=rtpmap:98 VP8/90000", `a=fmtp:98 ${HINT}`, "a=rtcp-fb:98 nack"],
    ),
  );
});

test("a desk that says a rate itself is obeyed", () => {
  const answer = lines(
    "m=video 9 UDP/TLS/RTP/SAVPF 96",
    "a=rtpmap:96 VP8/90000",
    "a=fmtp:96 x-google-start-bitrate=700",
  );
  expect(startFast(answer)).toBe(answer);
});
