/** What a fragment needs of a candidate. */
type Candidate = Pick<RTCIceCandidate, "candidate" | "sdpMid">;

/**
 * The body of a trickle request (RFC 8840, 9): the offer's ICE credentials and the candidates under their sections.
 * None when there is nothing to say. The empty candidate says that there will be no more.
 */
export function trickleFragment(local: string, candidates: readonly Candidate[]): string | null {
  const head = credentials(local);
  if (candidates.length === 0 || head === null) return null;
  const lines = [...head];
  const mids = new Set(candidates.map((candidate) => candidate.sdpMid ?? "0"));
  for (const mid of mids) {
    lines.push(mediaLine(local, mid), `a=mid:${mid}`);
    for (const { candidate } of candidates.filter((one) => (one.sdpMid ?? "0") === mid)) {
      lines.push(candidate === "" ? "a=end-of-candidates" : `a=${candidate}`);
    }
  }
  return body(lines);
}

/**
 * The body of a request to restart ICE (RFC 9725, 4.3.3): the offer's new credentials and the candidates that it has
 * so far, all of them under the section that gathers for the bundle. None without credentials.
 */
export function restartFragment(local: string): string | null {
  const head = credentials(local);
  const [, first] = sections(local);
  if (head === null || first === undefined) return null;
  const mid = first.match(/^a=mid:.*$/m)?.[0] ?? "a=mid:0";
  const candidates = first.match(/^a=(?:candidate:.*|end-of-candidates)$/gm) ?? [];
  return body([...head, first.split("\n", 1)[0] ?? "", mid, ...candidates]);
}

/** The answer after a restart: as before, but with the credentials and the candidates of a fragment. */
export function restartedAnswer(answer: string, fragment: string): string | null {
  const ufrag = line(fragment, "a=ice-ufrag:");
  const pwd = line(fragment, "a=ice-pwd:");
  if (ufrag === undefined || pwd === undefined) return null;
  const candidates = fragment.match(/^a=(?:candidate:.*|end-of-candidates)$/gm) ?? [];
  const [session = "", first = "", ...others] = sections(answer)
    .map((section) => section.replace(/^a=(?:candidate:.*|end-of-candidates)\r?\n/gm, ""))
    .map((section) => section.replace(/^a=ice-ufrag:.*$/gm, ufrag).replace(/^a=ice-pwd:.*$/gm, pwd));
  return [session, `${first.trimEnd()}\r\n`, body(candidates), ...others].join("");
}

function credentials(local: string): string[] | null {
  const [ufrag, pwd] = [line(local, "a=ice-ufrag:"), line(local, "a=ice-pwd:")];
  if (ufrag === undefined || pwd === undefined) return null;
  const known = [line(local, "a=ice-options:"), line(local, "a=group:BUNDLE "), ufrag, pwd];
  return known.filter((one) => one !== undefined);
}

function line(sdp: string, start: string): string | undefined {
  return new RegExp(`^${start}.*$`, "m").exec(sdp)?.[0].trim();
}

/** What is said of the session, then each media section. */
function sections(sdp: string): string[] {
  return sdp.split(/^(?=m=)/m);
}

function body(lines: readonly string[]): string {
  return lines.map((one) => `${one.trim()}\r\n`).join("");
}

function mediaLine(local: string, mid: string): string {
  const section = sections(local).find((part) => part.match(/^a=mid:(.*)$/m)?.[1]?.trim() === mid);
  return section?.split("\n", 1)[0] ?? "m=video 9 UDP/TLS/RTP/SAVPF 0";
}
