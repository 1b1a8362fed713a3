import { expect, test } from "vitest";
import { carriesPicture, preferred } from "./codecs";

const h264 = (profile: string, mode = 1) => ({
  mimeType: "video/H264",
  sdpFmtpLine: `level-asymmetry-allowed=1;packetization-mode=${mode};profile-level-id=${profile}`,
});
const named = (name: string) => ({ mimeType: `video/${name}` });

test("constrained baseline first, then baseline, VP8 and the repairs; nothing else", () => {
  const offered = [
    ...[named("VP8"), named("rtx"), named("VP9"), h264("640c1f"), h264("42001f"), h264("42e01f", 0)],
    ...[h264("42e034"), named("AV1"), named("H265"), named("red"), named("ulpfec")],
  ];
  expect(preferred(offered)).toEqual([
    ...[h264("42e034"), h264("42001f"), named("VP8"), named("rtx"), named("red"), named("ulpfec")],
  ]);
});

test("a phone without H.264 offers VP8", () => {
  expect(preferred([named("VP9"), named("VP8")])).toEqual([named("VP8")]);
});

test("repairs alone carry no picture", () => {
  expect(carriesPicture([named("rtx"), named("red")])).toBe(false);
  expect(carriesPicture([named("VP8"), named("rtx")])).toBe(true);
});
