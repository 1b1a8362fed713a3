// Debian packages: what the régie needs beside Rust and Node, found missing in one look and installed through apt.

import { existsSync, readFileSync } from "node:fs";
import { capture, findProgram, run } from "../programs.mjs";
import { fail, say } from "../say.mjs";

/**
 * A need for a Debian package.
 * @typedef {object} Need
 * @property {string} name the package
 * @property {string} why what it is for, in a few words
 * @property {string[]} [programs] any of these on the PATH does as well
 * @property {string} [ubuntu] the package's name on Ubuntu, where it differs
 */

const COMPILER = { name: "build-essential", why: "C compiler and linker, for Rust's native crates" };

/** @type {Record<string, Need[]>} */
const NEEDS = {
  headless: [COMPILER],
  start: [
    COMPILER,
    { name: "pkg-config", why: "finds the window's libraries" },
    { name: "libssl-dev", why: "TLS library that the window's crates link" },
    { name: "file", why: "recognises files when bundles are made" },
    { name: "libwebkit2gtk-4.1-dev", why: "the web view that is the desk's window" },
    { name: "gstreamer1.0-plugins-good", why: "VP8 pictures in the window" },
    { name: "gstreamer1.0-plugins-bad", why: "H.264 pictures in the window" },
    { name: "gstreamer1.0-libav", why: "H.264 pictures in the window" },
  ],
  browser: [
    {
      name: "chromium",
      ubuntu: "chromium-browser",
      programs: ["chromium", "chromium-browser", "google-chrome"],
      why: "a browser to be the phones and the desk",
    },
  ],
  clients: [
    { name: "firefox-esr", ubuntu: "firefox", programs: ["firefox-esr", "firefox"], why: "a browser without H.264" },
    { name: "python3-venv", why: "FFmpeg and aiortc of the tests come from Python's index" },
  ],
  gstreamer: [
    { name: "pkg-config", why: "finds GStreamer's libraries" },
    { name: "libgstreamer1.0-dev", why: "GStreamer, which its WHIP elements link" },
    { name: "libgstreamer-plugins-base1.0-dev", why: "GStreamer, which its WHIP elements link" },
    { name: "libgstreamer-plugins-bad1.0-dev", why: "GStreamer, which its WHIP elements link" },
    { name: "gstreamer1.0-plugins-base", why: "GStreamer's test picture, tone and Opus" },
    { name: "gstreamer1.0-plugins-good", why: "GStreamer's RTP and VP8" },
    { name: "gstreamer1.0-plugins-bad", why: "GStreamer's WebRTC" },
    { name: "gstreamer1.0-plugins-ugly", why: "GStreamer's H.264 encoder" },
    { name: "gstreamer1.0-nice", why: "GStreamer's ICE" },
  ],
  clips: [{ name: "ffmpeg", programs: ["ffmpeg"], why: "encodes clips, and reads what is recorded" }],
  janus: [{ name: "janus", why: "another WebRTC server, measured beside the engine" }],
  bundle: [
    { name: "debootstrap", why: "makes the bare system that the bundle is installed in" },
    { name: "rpm", why: "tells what an .rpm depends on" },
    { name: "imagemagick", why: "takes a picture of the display" },
  ],
  network: [
    { name: "iproute2", programs: ["ip"], why: "network namespaces: a Wi-Fi of the tests' own" },
    { name: "nftables", programs: ["nft"], why: "drops packets on that Wi-Fi" },
  ],
  test: [
    { name: "webkit2gtk-driver", why: "drives the real window" },
    { name: "xvfb", why: "a display for the window when there is none" },
    { name: "xserver-xorg-core", why: "two displays, one of which is unplugged" },
    { name: "xserver-xorg-video-dummy", why: "displays in memory alone" },
    { name: "x11-xserver-utils", why: "plugs displays in and out" },
    { name: "imagemagick", why: "takes a picture of the display" },
    { name: "dbus-daemon", why: "a session bus, over which a second start finds the first" },
  ],
};

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholders
const SHOW = "--showformat=${Package} ${db:Status-Status}\\n";

/** Whether this system has apt. */
export const isDebian = () =>
  process.platform === "linux" && existsSync("/usr/bin/dpkg-query") && existsSync("/usr/bin/apt-get");

/**
 * Installs the packages of the groups that are missing. Asks for nothing and prints nothing when all are there.
 * @param {string[]} groups keys of NEEDS; others need no package
 */
export async function setUpPackages(groups) {
  const missing = await missingNeeds(groups);
  if (missing.length === 0) return;

  const width = Math.max(...missing.map((need) => need.name.length));
  say("These Debian packages are missing:");
  for (const need of missing) say(`  ${need.name.padEnd(width)}  ${need.why}`);

  const root = process.getuid?.() === 0;
  const names = missing.map((need) => need.name);
  const install = ["apt-get", "install", "--quiet", "--yes", "--no-install-recommends", ...names];
  if (!root && !findProgram("sudo")) {
    fail(`There is no sudo to install them with. As root, run:\n  apt-get update && ${install.join(" ")}`);
  }
  say(
    root
      ? "They are installed now, with apt."
      : "They are installed now, with sudo and apt: sudo may ask for your password.",
  );
  const asRoot = root ? ["env"] : ["sudo", "env"];
  await run([...asRoot, "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--quiet", "update"]);
  await run([...asRoot, "DEBIAN_FRONTEND=noninteractive", ...install]);
}

/**
 * On other systems: ends the script with the programs of the groups that are not there, which nobody installs here.
 * @param {string[]} groups keys of NEEDS; others need no program
 */
export function askForPrograms(groups) {
  const needs = groups.flatMap((group) => NEEDS[group] ?? []);
  const missing = needs.filter(({ programs }) => programs && !programs.some(findProgram));
  if (missing.length === 0) return;
  const lines = missing.map(({ programs = [], why }) => `  ${programs.join(" or ")}: ${why}`);
  fail(
    `These programs are missing. Install them so that they are on the PATH, and run this again:\n${lines.join("\n")}`,
  );
}

/** @param {string[]} groups */
async function missingNeeds(groups) {
  const ubuntu = isUbuntu();
  const needs = new Map();
  for (const need of groups.flatMap((group) => NEEDS[group] ?? [])) {
    if (need.programs?.some(findProgram)) continue;
    const name = (ubuntu && need.ubuntu) || need.name;
    needs.set(name, { ...need, name });
  }
  if (needs.size === 0) return [];
  // It exits with 1 when it does not know a package; the known ones are printed all the same.
  const { stdout } = await capture(["dpkg-query", "--show", SHOW, ...needs.keys()]);
  const installed = new Set(
    stdout
      .split("\n")
      .filter((line) => line.endsWith(" installed"))
      .map((line) => line.split(" ", 1)[0]),
  );
  return [...needs.values()].filter((need) => !installed.has(need.name));
}

function isUbuntu() {
  try {
    return /^ID(_LIKE)?=.*ubuntu/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}
