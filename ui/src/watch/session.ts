/** How long the régie may take to answer an offer. */
const ANSWER_MS = 6000;

/** The régie did not take the offer. */
export class Refused extends Error {
  constructor(
    readonly why: "full" | "unsupported" | "unreachable",
    /** When it may be tried again, in milliseconds, if the régie said so. */
    readonly after: number | null,
  ) {
    super(why);
  }
}

/** A WHEP session (draft-ietf-wish-whep-03, section 4.2): one connection that receives. */
export class Session {
  private constructor(
    readonly connection: RTCPeerConnection,
    private readonly resource: URL | null,
  ) {}

  /**
   * Offers to receive sound and picture, which `track` is given as they come. Candidates are not waited for: the
   * régie's own are in its answer, and it finds ours by the packets that we send there. Throws {@link Refused}.
   */
  static async open(endpoint: URL, track: (event: RTCTrackEvent) => void): Promise<Session> {
    const connection = new RTCPeerConnection();
    let session = new Session(connection, null);
    try {
      connection.addEventListener("track", track);
      connection.addTransceiver("video", { direction: "recvonly" });
      connection.addTransceiver("audio", { direction: "recvonly" });
      await connection.setLocalDescription();
      const response = await post(endpoint, connection.localDescription?.sdp ?? "");
      const location = response.headers.get("Location");
      // From here on the régie counts a viewer.
      if (location !== null) session = new Session(connection, new URL(location, endpoint));
      await connection.setRemoteDescription({ type: "answer", sdp: await response.text() });
      return session;
    } catch (error) {
      session.close();
      throw error instanceof Refused ? error : new Refused("unsupported", null);
    }
  }

  /** Ends it. The request outlives the page. */
  close(): void {
    this.connection.close();
    // A session that the régie has ended already, or never hears of, ends by itself.
    if (this.resource !== null) void fetch(this.resource, { method: "DELETE", keepalive: true }).catch(() => {});
  }
}

async function post(endpoint: URL, offer: string): Promise<Response> {
  const headers = { "Content-Type": "application/sdp" };
  let response: Response;
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    response = await fetch(endpoint, { method: "POST", headers, body: offer, cache: "no-store", signal });
  } catch {
    throw new Refused("unreachable", null);
  }
  if (response.ok) return response;
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  const after = Number.isNaN(seconds) ? null : seconds * 1000;
  if (response.status === 503) throw new Refused("full", after);
  throw new Refused(response.status === 422 ? "unsupported" : "unreachable", after);
}
