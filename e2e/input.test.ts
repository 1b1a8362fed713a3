import { expect } from "vitest";
import type { Problem } from "../phone/src/protocol/Problem";
import { decided } from "./support/decided";
import { type Engine, tokenOf } from "./support/engine";
import { test } from "./support/show";

/** Posts to the plain listener as an encoder would, with one thing wrong. */
function post(engine: Engine, { token = engine.crew, type = "application/sdp", body = "v=0\r\n", camera = "bad" }) {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": type };
  return fetch(`${engine.ready.whip}/${camera}`, { method: "POST", headers, body });
}

test("bad offers are refused with a problem that a program can read", async ({ show }) => {
  const engine = await show.engine();
  const cases = [
    { what: { body: "this is no SDP" }, status: 400, code: "bad_offer" },
    { what: { body: "" }, status: 400, code: "bad_offer" },
    { what: { body: "v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n" }, status: 400, code: "bad_offer" },
    { what: { type: "text/plain" }, status: 415, code: "bad_content_type" },
    { what: { body: "a".repeat(1 << 20) }, status: 413, code: "too_large" },
    { what: { token: "wrong" }, status: 401, code: "bad_token" },
    { what: { camera: "a%20b" }, status: 400, code: "bad_camera" },
  ];
  for (const { what, status, code } of cases) {
    const response = await post(engine, what);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect((await response.json()) as Problem).toMatchObject({ status, code });
    expect(response.status).toBe(status);
  }
  expect((await engine.snapshot()).cameras).toEqual([]);
});

test("the plain listener is for encoders: it never has the phones' page", async ({ show }) => {
  const engine = await show.engine();
  const response = await fetch(new URL("/", engine.ready.whip));
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).not.toMatch(/html/);
});

test("commands that cannot be read are refused and the show goes on", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const phone = await show.phone("magenta");
  await phone.join(engine.ready.join, "Show");
  await expect.poll(() => desk.program()).toBe("magenta");
  const before = await decided(engine);

  for (const body of ["", "{", "[]", '{"type":"explode"}', '{"type":"cut"}', '{"type":"cut","camera":-1}', "\u0000"]) {
    const response = await engine.ask("/api/command", { method: "POST", body });
    expect(response.status, body).toBe(400);
    expect(await response.json()).toMatchObject({ code: "malformed" });
  }

  // On a desk's own connection: each is answered, and the connection lasts.
  const replies = await desk.page.evaluate(async (token) => {
    const socket = new WebSocket(`ws://${location.host}/control?token=${token}`);
    const messages = ["nonsense", '{"id":7}', '{"id":8,"command":{"type":"cut","camera":"x"}}'];
    const replies: { id: number; refusal: { code: string } | null }[] = [];
    await new Promise<void>((resolve, reject) => {
      socket.onclose = () => reject(new Error("the connection was closed"));
      socket.onopen = () => {
        for (const message of messages) socket.send(message);
        socket.send('{"id":9,"command":{"type":"live"}}');
      };
      socket.onmessage = ({ data }) => {
        const message = JSON.parse(data);
        if (message.type === "reply") replies.push(message);
        if (message.type === "reply" && message.id === 9) resolve();
      };
    });
    socket.onclose = null;
    socket.close();
    return replies.map(({ id, refusal }) => `${id} ${refusal?.code ?? "accepted"}`);
  }, tokenOf(engine.ready.desk));
  expect(replies).toEqual(["0 malformed", "7 malformed", "8 malformed", "9 accepted"]);

  expect(await decided(engine)).toEqual(before);
  expect(await desk.program()).toBe("magenta");
  expect(await phone.state()).toBe("on-air");
});

test("nobody directs without the director's token, nor from another page", async ({ show }) => {
  const engine = await show.engine();
  const state = new URL("/api/state", engine.ready.desk);
  expect((await fetch(state)).status).toBe(401);
  expect((await fetch(state, { headers: { Authorization: `Bearer ${engine.crew}` } })).status).toBe(401);
  expect((await engine.ask("/api/state", { headers: { Origin: "https://elsewhere.example" } })).status).toBe(403);
});
