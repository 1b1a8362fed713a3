import { expect, test } from "vitest";
import { restartedAnswer, restartFragment, trickleFragment } from "./sdpfrag";

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

const RESTARTED = OFFER.replace("EsAw", "ysXw").replace("a=mid:0\r\n", `a=mid:0\r\na=${HOST}\r\n`);

test("a restart says the new credentials and all the candidates under the first section", () => {
  expect(restartFragment(RESTARTED)?.split("\r\n")).toEqual([
    "a=group:BUNDLE 0 1",
    "a=ice-ufrag:ysXw",
    "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1",
    "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
    "a=mid:0",
    `a=${HOST}`,
    "",
  ]);
  expect(restartFragment("v=0\r\n")).toBeNull();
});

test("the answer is then the old one with what the desk says of ICE", () => {
  const answer = [
    "v=0",
    "a=group:BUNDLE 0 1",
    "m=video 9 UDP/TLS/RTP/SAVPF 96",
    "a=mid:0",
    "a=ice-ufrag:old",
    "a=ice-pwd:oldoldoldold",
    "a=candidate:1 1 udp 1 192.0.2.1 8443 typ host",
    "a=end-of-candidates",
    "a=recvonly",
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
    "a=mid:1",
    "a=ice-ufrag:old",
    "a=ice-pwd:oldoldoldold",
    "",
  ].join("\r\n");
  const fragment = [
    "a=group:BUNDLE 0 1",
    "m=video 9 UDP/TLS/RTP/SAVPF 96",
    "a=mid:0",
    "a=ice-ufrag:new",
    "a=ice-pwd:newnewnewnew",
    "a=candidate:2 1 udp 1 198.51.100.1 8443 typ host",
    "a=end-of-candidates",
    "",
  ].join("\r\n");
  expect(restartedAnswer(answer, fragment)?.split("\r\n")).toEqual([
    "v=0",
    "a=group:BUNDLE 0 1",
    "m=video 9 UDP/TLS/RTP/SAVPF 96",
    "a=mid:0",
    "a=ice-ufrag:new",
    "a=ice-pwd:newnewnewnew",
    "a=recvonly",
    "a=candidate:2 1 udp 1 198.51.100.1 8443 typ host",
    "a=end-of-candidates",
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
    "a=mid:1",
    "a=ice-ufrag:new",
    "a=ice-pwd:newnewnewnew",
    "",
  ]);
  expect(restartedAnswer(answer, "a=ice-ufrag:new\r\n")).toBeNull();
});
