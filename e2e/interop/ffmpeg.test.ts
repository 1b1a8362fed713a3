import { expect } from "vitest";
import { test } from "../support/show";
import { Client } from "./support/client";
import { Rehearsal } from "./support/rehearsal";

/** FFmpeg reads at most so many bytes of an answer. */
const LONGEST_ANSWER = 8192;

/** The command line of docs/interop.md with a test picture and a tone as its inputs. */
function command(url: string, token: string, profile: string): string[] {
  return [
    ..."-re -f lavfi -i testsrc2=size=640x360:rate=30 -re -f lavfi -i sine=frequency=440".split(" "),
    ...`-c:v libx264 -preset veryfast -tune zerolatency -profile:v ${profile} -bf 0 -g 60`.split(" "),
    ..."-pix_fmt yuv420p -b:v 1M -c:a libopus -ar 48000 -ac 2 -b:a 96k".split(" "),
    ...["-f", "whip", "-authorization", token, url],
  ];
}

for (const { profile, name, offered } of [
  { profile: "baseline", name: "FFmpeg", offered: "profile-level-id=42" },
  { profile: "high", name: "FFmpeg high", offered: "profile-level-id=64" },
] as const) {
  test(`FFmpeg's whip muxer, ${profile} profile`, async ({ show }) => {
    const rehearsal = await Rehearsal.open(show);
    const { engine, http } = rehearsal;
    const client = rehearsal.cast(show, Client.ffmpeg(command(http.endpoint("ffmpeg", name), engine.crew, profile)));
    await rehearsal.plays(name);
    expect(await rehearsal.figures()).toMatchObject({ codec: "h264", width: 640, height: 360, reordered: false });

    const { body, answer } = http.the("POST");
    expect(body).toContain(offered);
    expect(body).toContain("a=setup:passive");
    expect(answer).toContain("a=setup:active");
    expect(answer.startsWith("v=0")).toBe(true);
    expect(answer.length).toBeLessThan(LONGEST_ANSWER);
    // It takes the first candidate for the only one.
    const candidate = answer.split("\r\n").find((line) => line.startsWith("a=candidate:"));
    expect(candidate).toMatch(/^a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 \d+ typ host/);

    await rehearsal.replays();
    await rehearsal.leaves(client, name);
  });
}
