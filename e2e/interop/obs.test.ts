import { expect } from "vitest";
import { test } from "../support/show";
import { Client } from "./support/client";
import { Rehearsal } from "./support/rehearsal";

/** Pictures a second of the scripted encoder. */
const RATE = 30;

/** How often the client was asked for a keyframe, as it said at its end. */
const asked = ({ log }: Client) => Number(/"keyframes_asked": (\d+)/.exec(log)?.[1]);

/** Starts the client that reproduces OBS. */
async function obs(show: Parameters<typeof Rehearsal.open>[0], ...args: string[]) {
  const rehearsal = await Rehearsal.open(show);
  const url = rehearsal.http.endpoint("obs", "OBS");
  const client = rehearsal.cast(show, Client.python("obs.py", [url, rehearsal.engine.crew, ...args]));
  return { rehearsal, client };
}

test("OBS: no candidates, high profile behind 42e01f, a keyframe every 2 s whoever asks", async ({ show }) => {
  const { rehearsal, client } = await obs(show);
  await rehearsal.plays("OBS");
  expect(await rehearsal.figures()).toMatchObject({ codec: "h264", width: 640, height: 360, reordered: false });

  const { body, answer, headers } = rehearsal.http.the("POST");
  expect(body).not.toContain("a=candidate");
  // What it says exactly is what it is answered with: payload types, mids, nothing that it did not offer.
  expect(answer).toContain("m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n");
  expect(answer).toContain("m=video 9 UDP/TLS/RTP/SAVPF 96\r\n");
  expect(answer).toContain("a=candidate:");
  expect(answer).not.toMatch(/rtx|transport-cc|simulcast/);
  expect(headers.location).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/whip\/session\/\w+$/);

  const interval = await rehearsal.keyframe({ asking: true });
  expect(interval).toBeGreaterThan(1500);
  expect(interval).toBeLessThan(2500);
  await rehearsal.replays();
  await rehearsal.leaves(client, "OBS");
  expect(asked(client)).toBeGreaterThan(0);
});

test("OBS with a keyframe every 250 pictures, its default: it takes longer to begin, then all works", async ({
  show,
}) => {
  const { rehearsal, client } = await obs(show, "--keyint", "250");
  await rehearsal.plays("OBS", { timeout: 40_000 });
  const interval = await rehearsal.keyframe({ asking: true });
  expect(interval / 1000).toBeCloseTo(250 / RATE, 0);
  await rehearsal.replays();
  await rehearsal.leaves(client, "OBS");
});

test("an encoder that says its parameter sets in the offer alone, and takes no feedback, is sent none", async ({
  show,
}) => {
  const { rehearsal, client } = await obs(show, "--sets", "sprop", "--deaf");
  await rehearsal.plays("OBS");
  const { body, answer } = rehearsal.http.the("POST");
  expect(body).toContain("sprop-parameter-sets=");
  expect(answer).not.toContain("a=rtcp-fb");
  await rehearsal.leaves(client, "OBS");
  expect(asked(client)).toBe(0);
});

test("an encoder with B-frames is shown, and the desk says what is wrong with it", async ({ show }) => {
  const { rehearsal, client } = await obs(show, "--b-frames", "2");
  await rehearsal.plays("OBS");
  expect(await rehearsal.figures()).toMatchObject({ reordered: true });
  await rehearsal.desk.tile(1).getByTestId("reordered").waitFor();
  await rehearsal.replays();
  await rehearsal.leaves(client, "OBS");
});
