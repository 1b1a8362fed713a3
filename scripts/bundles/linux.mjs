// The .deb and the .rpm on a bare machine. The .deb is installed with apt in a clean Debian root, started there on a
// display of its own, and its window has to show a camera's picture in H.264 and one in VP8: so its dependencies suffice.
// Of the .rpm the names that it depends on are compared with Fedora's.
//
// As root: it makes a root file system. Everything that it mounts is mounted in a namespace of its own and goes with it.

import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { built } from "../programs.mjs";
import { say } from "../say.mjs";
import { bundle } from "./files.mjs";
import { firstLine, launch, quietly } from "./started.mjs";

/** The cameras: a colour each, so that a picture of the display tells whether it was decoded. */
const CAMERAS = [
  {
    name: "Red",
    colour: "red",
    rgb: [254, 0, 0],
    encode: ["-c:v", "libx264", "-profile:v", "baseline"],
    clip: "red.h264",
  },
  {
    name: "Blue",
    colour: "blue",
    rgb: [0, 0, 254],
    encode: ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8"],
    clip: "blue.ivf",
  },
];
/** The display, in pixels. */
const [WIDTH, HEIGHT] = [1600, 1000];
/** A tile is a tenth of the window or more, the big picture more than that: this much of the display is one camera's. */
const SHARE = 0.02;
/** How long the window may take to show them: it starts, and proves its decoders, on a machine without a GPU. */
const PATIENCE_MS = 120_000;
/** What Fedora calls what the desk needs there: the libraries of its packages webkit2gtk4.1 and gtk3, and packages. */
const FEDORA = [
  ...["libwebkit2gtk-4.1.so.0()(64bit)", "libgtk-3.so.0()(64bit)"],
  ...["gstreamer1-plugins-good", "gstreamer1-plugins-bad-free", "gstreamer1-plugin-libav"],
];

/** Where the test has its files. */
let folder = "";

/**
 * Tests both.
 * @param {string} picture where a picture of the display is kept
 */
export async function test(picture) {
  folder = mkdtempSync(path.join(tmpdir(), "regie-bundle-"));
  // However the script ends.
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  await checkRpm();
  await installDeb();
  await seePictures(picture);
}

/** The names that the .rpm needs are Fedora's. */
async function checkRpm() {
  const requires = await quietly(["rpm", "--query", "--package", "--requires", bundle("rpm")]);
  // The rest is what rpm itself is to be able to do.
  const names = requires.split("\n").filter((name) => name !== "" && !name.startsWith("rpmlib("));
  const strange = names.filter((name) => !FEDORA.includes(name));
  const missing = FEDORA.filter((name) => !names.includes(name));
  if (strange.length + missing.length > 0) {
    throw new Error(
      `the .rpm depends on ${names.join(", ")}: ${strange.join(", ")} not known, without ${missing.join(", ")}`,
    );
  }
  say(`✓ the .rpm depends on Fedora's ${names.join(", ")}`);
}

/** Installs the .deb in a clean root with what it depends on and nothing more. */
async function installDeb() {
  const codename = /^VERSION_CODENAME=(\w+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "";
  // The mirrors and how to reach them are this machine's own.
  const format = "$(REPO_URI) $(CODENAME) $(COMPONENT)";
  const targets = await quietly(["apt-get", "indextargets", "--format", format, "Created-By: Packages"]);
  const sources = [...new Set(targets.split("\n"))].filter((line) => line.includes(` ${codename}`));
  const mirror = sources.find((line) => line.split(" ")[1] === codename)?.split(" ")[0];
  if (mirror === undefined) throw new Error("apt names no Debian mirror here");
  say(`A clean Debian ${codename} …`);
  await quietly(["debootstrap", "--variant=minbase", "--include=ca-certificates", codename, root(), mirror]);
  writeFileSync(root("etc/apt/sources.list"), sources.map((line) => `deb ${line}\n`).join(""));
  const how = await quietly(["apt-config", "dump", "Acquire"]);
  const network = how.split("\n").filter((line) => /^Acquire::(https?::|Check-)/.test(line));
  writeFileSync(root("etc/apt/apt.conf.d/99host"), network.join("\n"));
  copyFileSync("/etc/resolv.conf", root("etc/resolv.conf"));
  // Nothing that is installed starts by itself.
  writeFileSync(root("usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  copyFileSync(bundle("deb"), root("regie.deb"));
  const apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"];
  await quietly(inside(...apt, "update"));
  await quietly(inside(...apt, "install", "--no-install-recommends", "/regie.deb"));
  const packages = await quietly(inside("dpkg-query", "--show"));
  say(`✓ the .deb is installed, with ${packages.trim().split("\n").length} packages in the system`);
}

/** Starts the installed desk and looks at its window until it shows every camera. */
async function seePictures(/** @type {string} */ picture) {
  const display = await openDisplay();
  mkdirSync(root("data"));
  const flags = ["--data-dir", "/data", "--bind", "127.0.0.1", "--ready-file", "/data/ready.json"];
  const ports = ["https", "http", "desk", "media"].flatMap((name) => [`--${name}-port`, "0"]);
  const env = [
    "env",
    "-i",
    "HOME=/root",
    "PATH=/usr/bin:/bin",
    "LANG=C.UTF-8",
    `DISPLAY=${display}`,
    "GDK_BACKEND=x11",
  ];
  const shell = launch(inside(...env, "regie-desktop", ...flags, ...ports), ["ignore", "pipe", 2]);
  const line = await firstLine(shell);
  const { whip, join: link } = JSON.parse(line);
  const token = new URLSearchParams(new URL(link).hash.slice(1)).get("token") ?? "";
  for (const { name, clip } of await clips()) {
    const where = ["--whip", whip, "--token", token, "--name", name, "--clip", clip, "--loop"];
    await firstLine(launch([built("regie-publisher"), ...where], ["ignore", "pipe", 2]));
  }

  const began = performance.now();
  for (;;) {
    const shares = await coloursOf(display);
    const seen = shares.map((share, index) => `${CAMERAS[index].name} ${(100 * share).toFixed(1)} %`).join(", ");
    const all = shares.every((share) => share >= SHARE);
    if (all || performance.now() - began > PATIENCE_MS || shell.exitCode !== null) {
      mkdirSync(path.dirname(picture), { recursive: true });
      await quietly(["import", "-display", display, "-window", "root", picture]);
      say(`the picture of the display: ${picture}`);
      if (!all) throw new Error(`the window does not show every camera: ${seen} of the display`);
      say(`✓ the installed desk shows H.264 and VP8: ${seen} of the display`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** The share of the display that has each camera's colour. */
async function coloursOf(/** @type {string} */ display) {
  const shot = spawn("import", ["-display", display, "-window", "root", "-depth", "8", "rgb:-"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const chunks = [];
  for await (const chunk of shot.stdout) chunks.push(chunk);
  const pixels = Buffer.concat(chunks);
  return CAMERAS.map(({ rgb }) => {
    let same = 0;
    for (let at = 0; at + 2 < pixels.length; at += 3) {
      // What encoding changes of a plain colour is little.
      if (rgb.every((value, index) => Math.abs(value - (pixels[at + index] ?? 0)) < 24)) same++;
    }
    return same / (WIDTH * HEIGHT);
  });
}

/** A clip of each camera, made with FFmpeg. */
async function clips() {
  const made = [];
  for (const { name, colour, encode, clip } of CAMERAS) {
    const file = path.join(folder, clip);
    const source = ["-f", "lavfi", "-i", `color=${colour}:size=640x360:rate=30`, "-t", "4", "-pix_fmt", "yuv420p"];
    await quietly(["ffmpeg", "-v", "error", ...source, ...encode, "-g", "30", "-bf", "0", "-auto-alt-ref", "0", file]);
    made.push({ name, clip: file });
  }
  return made;
}

/** A display that nobody sees; gives back its name. */
async function openDisplay() {
  const args = ["-displayfd", "3", "-screen", "0", `${WIDTH}x${HEIGHT}x24`, "-nolisten", "tcp"];
  const xvfb = launch(["Xvfb", ...args], ["ignore", "ignore", "ignore", "pipe"]);
  const number = await firstLine(xvfb, 3);
  return `:${number}`;
}

/** A path in the clean root. */
function root(/** @type {string} */ inner = "") {
  return path.join(folder, "root", inner);
}

/**
 * A command in the clean root, with its own processes and mounts: when it ends, they end.
 * @param {string[]} command
 */
function inside(...command) {
  const enter = `mount --rbind /dev "$0/dev" && mount -t proc proc "$0/proc" && exec chroot "$0" "$@"`;
  const apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"];
  return [...apart, "sh", "-c", enter, root(), ...command];
}
