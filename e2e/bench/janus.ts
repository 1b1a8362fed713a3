import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import path from "node:path";

/** Where Debian has it. */
const PROGRAM = "/usr/bin/janus";
/** The room of its video room plugin that everybody publishes into. */
const ROOM = 1;

/** The mount point of its streaming plugin that everybody watches. */
const MOUNT = 1;

/** The answers of Janus that matter here. */
interface Answer {
  readonly janus: string;
  readonly data?: { readonly id: number };
  readonly jsep?: { readonly sdp: string };
  readonly plugindata?: { readonly data: { readonly error?: string } };
}

/**
 * Janus as Debian has it, with its video room and nothing else, behind a WHIP endpoint of ours that speaks its HTTP
 * API: so the same publisher sends the same to both servers.
 */
export class Janus {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    private readonly gateway: http.Server,
    /** What sends to it from within this machine. */
    private readonly source: ChildProcess | undefined,
    /** Where publishers are taken, or viewers. */
    readonly whip: string,
    readonly pid: number,
  ) {}

  static isInstalled(): boolean {
    return existsSync(PROGRAM);
  }

  /** Starts one with a room for so many publishers. */
  static start(publishers: number): Promise<Janus> {
    return Janus.open(publishers, (api, request) => answer(api, request, publish));
  }

  /** Starts one that streams a clip of H.264 again and again, behind a WHEP endpoint. */
  static async stream(clip: string): Promise<Janus> {
    const rtp = await freePort();
    const janus = await Janus.open(0, (api, request) => answer(api, request, watch), rtp);
    const args = ["-v", "error", "-re", "-stream_loop", "-1", "-i", clip, "-c", "copy"];
    const source = spawn("ffmpeg", [...args, "-f", "rtp", `rtp://127.0.0.1:${rtp}?pkt_size=1200`], { stdio: "ignore" });
    return new Janus(janus.process, janus.folder, janus.gateway, source, janus.whip, janus.pid);
  }

  private static async open(publishers: number, taking: Taking, rtp?: number): Promise<Janus> {
    const folder = await mkdtemp(path.join(tmpdir(), "regie-janus-"));
    const port = await freePort();
    await configure(folder, port, publishers, rtp);
    const janus = spawn(PROGRAM, ["--configs-folder", folder, "--log-file", path.join(folder, "log")], {
      stdio: "ignore",
    });
    await once(janus, "spawn");
    const api = `http://127.0.0.1:${port}/janus`;
    while (
      !(await fetch(`${api}/info`).then(
        (response) => response.ok,
        () => false,
      ))
    ) {
      if (janus.exitCode !== null) throw new Error(`janus ended (${janus.exitCode})`);
    }
    const gateway = http.createServer((request, response) => {
      taking(api, request).then(
        (sdp) => {
          response.writeHead(sdp === undefined ? 200 : 201, {
            Location: "/session",
            "Content-Type": "application/sdp",
          });
          response.end(sdp);
        },
        (error: Error) => {
          response.writeHead(500);
          response.end(error.message);
        },
      );
    });
    // Janus has no candidates on the loopback address: the publishers are to send from another one.
    gateway.listen(0, address());
    await once(gateway, "listening");
    const whip = `http://${address()}:${(gateway.address() as AddressInfo).port}/whip`;
    if (janus.pid === undefined) throw new Error("janus did not start");
    return new Janus(janus, folder, gateway, undefined, whip, janus.pid);
  }

  async stop(): Promise<void> {
    this.source?.kill("SIGKILL");
    this.gateway.close();
    const closed = once(this.process, "close");
    this.process.kill("SIGTERM");
    await closed;
    await rm(this.folder, { recursive: true, force: true });
  }
}

type Taking = (api: string, request: http.IncomingMessage) => Promise<string | undefined>;

async function configure(folder: string, port: number, publishers: number, rtp?: number): Promise<void> {
  const disabled = PLUGINS.filter((name) => rtp === undefined || name !== "streaming");
  const lib = (kind: string) => `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/janus/${kind}`;
  const files = {
    "janus.jcfg": `general: {
      configs_folder = "${folder}"
      plugins_folder = "${lib("plugins")}"
      transports_folder = "${lib("transports")}"
      debug_level = 2
      session_timeout = 0
    }
    plugins: { disable = "${disabled.map((name) => `libjanus_${name}.so`).join(",")}" }
    transports: { disable = "${TRANSPORTS.map((name) => `libjanus_${name}.so`).join(",")}" }`,
    "janus.transport.http.jcfg": `general: { http = true, ip = "127.0.0.1", port = ${port}, https = false }
    admin: { admin_http = false }`,
    "janus.plugin.videoroom.jcfg": `room-${ROOM}: {
      description = "bench"
      publishers = ${publishers}
      bitrate = 0
      videocodec = "h264,vp8"
      transport_wide_cc_ext = true
    }`,
    "janus.plugin.streaming.jcfg": `mount-${MOUNT}: {
      type = "rtp"
      id = ${MOUNT}
      media = ({ type = "video", mid = "v", label = "clip", port = ${rtp ?? 0}, pt = 96, codec = "h264"
        fmtp = "profile-level-id=42e01f;packetization-mode=1", bufferkf = true })
    }`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
}

const PLUGINS = [
  ...["audiobridge", "duktape", "echotest", "lua", "nosip", "recordplay"],
  ...["sip", "streaming", "textroom", "videocall", "voicemail"],
];
const TRANSPORTS = ["mqtt", "nanomsg", "pfunix", "rabbitmq", "websockets"];

/** What is asked of which plugin for an offer. */
interface Asking {
  readonly plugin: string;
  readonly body: object;
}

const publish: Asking = {
  plugin: "janus.plugin.videoroom",
  body: { request: "joinandconfigure", room: ROOM, ptype: "publisher", audio: false, video: true },
};
const watch: Asking = { plugin: "janus.plugin.streaming", body: { request: "watch", id: MOUNT } };

/** Takes an offer; gives back the answer, or nothing for a request that is no offer. */
async function answer(
  api: string,
  request: http.IncomingMessage,
  { plugin, body }: Asking,
): Promise<string | undefined> {
  if (request.method !== "POST") return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const sdp = Buffer.concat(chunks).toString();
  const session = await ask(api, { janus: "create" });
  const handle = await ask(`${api}/${session}`, { janus: "attach", plugin });
  const send = { janus: "message", transaction: "join", body, jsep: { type: "offer", sdp } };
  await post(`${api}/${session}/${handle}`, send);
  // What comes of it is an event of the session.
  for (;;) {
    const event = (await (await fetch(`${api}/${session}?maxev=1`)).json()) as Answer | Answer[];
    for (const { jsep, plugindata } of [event].flat()) {
      if (plugindata?.data.error !== undefined) throw new Error(plugindata.data.error);
      if (jsep !== undefined) return jsep.sdp;
    }
  }
}

async function ask(url: string, body: object): Promise<number> {
  const { data } = await post(url, { ...body, transaction: "ask" });
  if (data === undefined) throw new Error(`${JSON.stringify(body)} was refused`);
  return data.id;
}

async function post(url: string, body: object): Promise<Answer> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  return (await response.json()) as Answer;
}

/** This machine's first address that is not the loopback's. */
function address(): string {
  const all = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  const found = all.find(({ family, internal }) => family === "IPv4" && !internal);
  if (found === undefined) throw new Error("Janus needs an address beside the loopback's");
  return found.address;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
