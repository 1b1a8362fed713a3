import { expect, test } from "vitest";
import { trickleFragment } from "./sdpfrag";

const OFFER = [
  "v=0",
  "a=group:BUNDLE 0 1",
  "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
  "a=ice-ufrag:EsAw",
  "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1",
  "a=mid:0",
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
  "a=mid:1",
  "",
].join("\r\n");

const HOST = "candidate:1 1 udp 2122260223 3ac1.local 51556 typ host generation 0 ufrag EsAw";

test("names the session, then the candidates under their section", () => {
  const fragment = trickleFragment(OFFER, [
    { candidate: HOST, sdpMid: "0" },
    { candidate: "", sdpMid: "0" },
  ]);
  expect(fragment?.split("\r\n")).toEqual([
    "a=group:BUNDLE 0 1",
    "a=ice-ufrag:EsAw",
    "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1",
    "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
    "a=mid:0",
    `a=${HOST}`,
    "a=end-of-candidates",
    "",
  ]);
});

test("opens a section for each mid", () => {
  const fragment = trickleFragment(OFFER, [
    { candidate: HOST, sdpMid: "1" },
    { candidate: HOST, sdpMid: "0" },
  ]);
  expect(fragment?.match(/^m=\w+|^a=mid:\d/gm)).toEqual(["m=application", "a=mid:1", "m=video", "a=mid:0"]);
});

test("is nothing without candidates or credentials", () => {
  expect(trickleFragment(OFFER, [])).toBeNull();
  expect(trickleFragment("v=0\r\n", [{ candidate: HOST, sdpMid: "0" }])).toBeNull();
});
