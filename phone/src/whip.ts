import { Refused, request } from "./http";
import { restartedAnswer, restartFragment, trickleFragment } from "./sdpfrag";

/** A session that a WHIP endpoint has opened for us (RFC 9725, 4.2). */
export class Publication {
  private constructor(
    private sdp: string,
    private readonly session: URL | null,
    /** Of the ICE session that there is now. */
    private etag: string | null,
    private readonly token: string,
  ) {}

  /** The answer's SDP; after a restart, as if it had been the answer to the new offer. */
  get answer(): string {
    return this.sdp;
  }

  /** Posts an offer. Throws {@link Refused}. */
  static async open(endpoint: URL, token: string, offer: string): Promise<Publication> {
    const response = await request(endpoint, token, {
      method: "POST",
      headers: { "Content-Type": "application/sdp" },
      body: offer,
    });
    const location = response.headers.get("Location");
    return new Publication(
      await response.text(),
      location === null ? null : new URL(location, endpoint),
      response.headers.get("ETag"),
      token,
    );
  }

  /**
   * Tells the server about candidates that came after the offer (RFC 9725, 4.3.2). They are only a help: a server
   * that does not take them finds the phone by the packets that it sends.
   */
  async trickle(local: string, candidates: readonly RTCIceCandidate[]): Promise<void> {
    const body = trickleFragment(local, candidates);
    if (this.session === null || body === null) return;
    await this.send(patch(this.etag, body));
  }

  /** Restarts ICE with the credentials and candidates of a new offer (RFC 9725, 4.3.3). Throws {@link Refused}. */
  async restart(local: string): Promise<void> {
    const body = restartFragment(local);
    if (this.session === null || body === null) throw new Refused("fault");
    const response = await request(this.session, this.token, patch("*", body));
    const answer = response.status === 200 ? restartedAnswer(this.sdp, await response.text()) : null;
    if (answer === null) throw new Refused("fault");
    this.sdp = answer;
    this.etag = response.headers.get("ETag");
  }

  /** Ends the session. The request outlives the page. */
  async close(): Promise<void> {
    await this.send({ method: "DELETE", keepalive: true });
  }

  private async send(init: RequestInit): Promise<void> {
    if (this.session === null) return;
    try {
      await request(this.session, this.token, init);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
}

function patch(ifMatch: string | null, body: string): RequestInit {
  const headers: Record<string, string> = { "Content-Type": "application/trickle-ice-sdpfrag" };
  if (ifMatch !== null) headers["If-Match"] = ifMatch;
  return { method: "PATCH", headers, body };
}
