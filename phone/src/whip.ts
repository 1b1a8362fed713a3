import { Refused, request } from "./http";
import { trickleFragment } from "./sdpfrag";

/** A session that a WHIP endpoint has opened for us (RFC 9725, 4.2). */
export class Publication {
  private constructor(
    /** The answer's SDP. */
    readonly answer: string,
    private readonly session: URL | null,
    private readonly etag: string | null,
    private readonly token: string,
  ) {}

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
    const headers: Record<string, string> = { "Content-Type": "application/trickle-ice-sdpfrag" };
    if (this.etag !== null) headers["If-Match"] = this.etag;
    await this.send({ method: "PATCH", headers, body });
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
