import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { checkJoin, Refused } from "./http";
import { Publication } from "./whip";

const ENDPOINT = new URL("https://192.0.2.7:8443/whip/cam1?name=Crane");
const LOCAL = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:u\r\na=ice-pwd:p\r\na=mid:0\r\n";
const CANDIDATE = { candidate: "candidate:1 1 udp 1 192.0.2.9 5 typ host", sdpMid: "0" } as RTCIceCandidate;

const fetched = vi.fn<typeof fetch>();

beforeEach(() => vi.stubGlobal("fetch", fetched));
afterEach(() => {
  fetched.mockReset();
  vi.unstubAllGlobals();
});

const created = (location = "/whip/session/7") =>
  new Response("answer", { status: 201, headers: { Location: location, ETag: '"e1"' } });

const problem = (status: number, code: string) =>
  new Response(JSON.stringify({ status, code, title: "" }), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });

/** What the `at`th request said. */
function sent(at: number) {
  const [url, init] = fetched.mock.calls[at] ?? [];
  return { url: String(url), method: init?.method, headers: new Headers(init?.headers), init };
}

test("posts the offer with the token and takes the answer", async () => {
  fetched.mockResolvedValueOnce(created());
  const publication = await Publication.open(ENDPOINT, "crew", "offer");
  expect(publication.answer).toBe("answer");
  const { url, method, headers, init } = sent(0);
  expect([url, method, init?.body]).toEqual([ENDPOINT.href, "POST", "offer"]);
  expect(headers.get("Authorization")).toBe("Bearer crew");
  expect(headers.get("Content-Type")).toBe("application/sdp");
});

test.each([
  ["/whip/session/7", "https://192.0.2.7:8443/whip/session/7"],
  ["https://192.0.2.7:8443/whip/session/8", "https://192.0.2.7:8443/whip/session/8"],
])("trickles to and deletes %s", async (location, session) => {
  fetched.mockImplementation(async () => new Response(null, { status: 204 }));
  fetched.mockResolvedValueOnce(created(location));
  const publication = await Publication.open(ENDPOINT, "crew", "offer");
  await publication.trickle(LOCAL, [CANDIDATE]);
  await publication.close();
  const patch = sent(1);
  expect([patch.url, patch.method]).toEqual([session, "PATCH"]);
  expect(patch.headers.get("If-Match")).toBe('"e1"');
  expect(patch.headers.get("Content-Type")).toBe("application/trickle-ice-sdpfrag");
  expect(patch.init?.body).toContain("a=candidate:1 1 udp");
  const gone = sent(2);
  expect([gone.url, gone.method, gone.init?.keepalive]).toEqual([session, "DELETE", true]);
  expect(gone.headers.get("Authorization")).toBe("Bearer crew");
});

test("restarts ICE and is of the new ICE session from then on", async () => {
  const answer = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=ice-ufrag:old\r\na=ice-pwd:old\r\n";
  const fragment = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=ice-ufrag:new\r\na=ice-pwd:new\r\n";
  const headers = { Location: "/whip/session/7", ETag: '"e1"' };
  fetched.mockResolvedValueOnce(new Response(answer, { status: 201, headers }));
  fetched.mockResolvedValueOnce(new Response(fragment, { status: 200, headers: { ETag: '"e2"' } }));
  fetched.mockResolvedValueOnce(new Response(null, { status: 204 }));
  const publication = await Publication.open(ENDPOINT, "crew", "offer");
  await publication.restart(LOCAL);
  const restart = sent(1);
  expect([restart.method, restart.headers.get("If-Match")]).toEqual(["PATCH", "*"]);
  expect(restart.headers.get("Content-Type")).toBe("application/trickle-ice-sdpfrag");
  expect(restart.init?.body).toContain("a=ice-ufrag:u\r\n");
  expect(publication.answer).toBe(answer.replaceAll(":old", ":new"));
  await publication.trickle(LOCAL, [CANDIDATE]);
  expect(sent(2).headers.get("If-Match")).toBe('"e2"');
});

test.each([404, 412, 422, 500])("a restart that is answered %i leaves everything as it was", async (status) => {
  fetched.mockResolvedValueOnce(created());
  fetched.mockResolvedValueOnce(problem(status, "no_session"));
  fetched.mockResolvedValueOnce(new Response(null, { status: 204 }));
  const publication = await Publication.open(ENDPOINT, "crew", "offer");
  await expect(publication.restart(LOCAL)).rejects.toBeInstanceOf(Refused);
  expect(publication.answer).toBe("answer");
  await publication.trickle(LOCAL, [CANDIDATE]);
  expect(sent(2).headers.get("If-Match")).toBe('"e1"');
});

test("a server that takes the restart for trickle has not restarted", async () => {
  fetched.mockResolvedValueOnce(created());
  fetched.mockResolvedValueOnce(new Response(null, { status: 204 }));
  const publication = await Publication.open(ENDPOINT, "crew", "offer");
  await expect(publication.restart(LOCAL)).rejects.toBeInstanceOf(Refused);
});

test("a server that does not trickle is no trouble", async () => {
  fetched.mockImplementation(async () => problem(412, "stale_session"));
  fetched.mockResolvedValueOnce(created());
  const publication = await Publication.open(ENDPOINT, "crew", "offer");
  await expect(publication.trickle(LOCAL, [CANDIDATE])).resolves.toBeUndefined();
  await expect(publication.close()).resolves.toBeUndefined();
});

test.each([
  [() => problem(401, "bad_token"), "bad_token"],
  [() => problem(503, "desk_full"), "desk_full"],
  [() => new Response("<html>", { status: 502 }), "fault"],
  [() => Promise.reject(new TypeError("Failed to fetch")), "unreachable"],
])("a refused offer is %#: %s", async (answer, trouble) => {
  fetched.mockImplementationOnce(async () => answer());
  const opened = Publication.open(ENDPOINT, "crew", "offer");
  await expect(opened).rejects.toBeInstanceOf(Refused);
  await expect(opened).rejects.toMatchObject({ trouble });
});

test("a desk that never answers is unreachable", async () => {
  vi.useFakeTimers();
  try {
    fetched.mockImplementationOnce(
      (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
        }),
    );
    const opened = expect(Publication.open(ENDPOINT, "crew", "offer")).rejects.toMatchObject({
      trouble: "unreachable",
    });
    await vi.advanceTimersByTimeAsync(10_000);
    await opened;
  } finally {
    vi.useRealTimers();
  }
});

test("the join check says what the desk says", async () => {
  fetched.mockResolvedValueOnce(new Response('{"cameras":1,"limit":8}'));
  expect(await checkJoin("crew", "cam1")).toBeNull();
  expect(sent(0).url).toBe("api/join?camera=cam1");
  fetched.mockResolvedValueOnce(problem(503, "desk_full"));
  expect(await checkJoin("crew", "cam1")).toBe("desk_full");
});
