// An installed desk, as its window tells it: what a page of the desk asks the régie for says what its web view can do.

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { built, ROOT } from "../programs.mjs";
import { say } from "../say.mjs";
import { endAll, firstLine, launch } from "./started.mjs";

/** A camera of each codec. */
const CAMERAS = { Finish: "finish.h264", Podium: "podium.ivf" };
/** How long each thing may take: a web view starts, and proves its decoders, on a machine without a GPU. */
const PATIENCE_MS = 120_000;

/**
 * Starts the desk and two cameras, and waits until its window has proven both decoders and watches both over
 * `ws://127.0.0.1`.
 * @param {string} program the installed desk
 */
export async function watchDesk(program) {
  const folder = mkdtempSync(path.join(tmpdir(), "regie-desk-"));
  const readyFile = path.join(folder, "ready.json");
  const ports = ["https", "http", "desk", "media"].flatMap((name) => [`--${name}-port`, "0"]);
  const flags = ["--data-dir", path.join(folder, "data"), "--bind", "127.0.0.1", "--ready-file", readyFile, ...ports];
  const desk = launch([program, ...flags], ["ignore", "ignore", "pipe"], { RUST_LOG: "info,regie=debug" });
  let log = "";
  desk.stderr?.setEncoding("utf8").on("data", (text) => {
    log += text;
  });
  /** @param {string} what @param {() => boolean} holds */
  const until = async (what, holds) => {
    const began = performance.now();
    while (!holds()) {
      const why = desk.exitCode !== null ? `it ended (${desk.exitCode})` : "it took too long";
      if (desk.exitCode !== null || performance.now() - began > PATIENCE_MS) {
        throw new Error(`${log}\n${program}: ${why} before ${what}`);
      }
      await sleep(100);
    }
    say(`✓ ${what}`);
  };
  try {
    await until("the installed desk listens", () => existsSync(readyFile));
    await until("its window shows H.264 and VP8", () => /ReportCodecs.*h264: true.*vp8: true/.test(log));
    const { whip, join } = JSON.parse(readFileSync(readyFile, "utf8"));
    const token = new URLSearchParams(new URL(join).hash.slice(1)).get("token") ?? "";
    for (const [name, clip] of Object.entries(CAMERAS)) {
      const where = ["--whip", whip, "--token", token, "--name", name, "--loop"];
      const file = path.join(ROOT, "e2e", "clips", clip);
      await firstLine(launch([built("regie-publisher"), ...where, "--clip", file], ["ignore", "pipe", 2]));
    }
    await until("its window watches both cameras", () => /a desk watches.*feeds=2\b/.test(log));
  } finally {
    await endAll();
    // On Windows the web view lets go of its files a moment after its desk.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 500 });
  }
}
