/** What a fragment needs of a candidate. */
type Candidate = Pick<RTCIceCandidate, "candidate" | "sdpMid">;

/**
 * The body of a trickle request (RFC 8840, 9): the offer's ICE credentials and the candidates under their sections.
 * None when there is nothing to say. The empty candidate says that there will be no more.
 */
export function trickleFragment(local: string, candidates: readonly Candidate[]): string | null {
  const ufrag = /^a=ice-ufrag:.*$/m.exec(local)?.[0];
  const pwd = /^a=ice-pwd:.*$/m.exec(local)?.[0];
  if (candidates.length === 0 || ufrag === undefined || pwd === undefined) return null;
  const lines = [ufrag, pwd];
  const bundle = /^a=group:BUNDLE .*$/m.exec(local)?.[0];
  if (bundle !== undefined) lines.unshift(bundle);
  const mids = new Set(candidates.map((candidate) => candidate.sdpMid ?? "0"));
  for (const mid of mids) {
    lines.push(mediaLine(local, mid), `a=mid:${mid}`);
    for (const { candidate } of candidates.filter((one) => (one.sdpMid ?? "0") === mid)) {
      lines.push(candidate === "" ? "a=end-of-candidates" : `a=${candidate}`);
    }
  }
  return `${lines.map((line) => line.trim()).join("\r\n")}\r\n`;
}

function mediaLine(local: string, mid: string): string {
  const section = local.split(/^(?=m=)/m).find((part) => part.match(/^a=mid:(.*)$/m)?.[1]?.trim() === mid);
  return section?.split("\n", 1)[0] ?? "m=video 9 UDP/TLS/RTP/SAVPF 0";
}
