import { networkInterfaces } from "node:os";
import { ip, Namespace, uniqueName } from "./namespace";

/** UDP packets that were dropped. */
export interface Dropped {
  /** From the guest to this machine: pictures and sound. */
  readonly up: number;
  /** From this machine to the guest: feedback. */
  readonly down: number;
}

// The names of the access point's ports, in its own namespace.
const [HOST, GUEST] = ["host", "guest"];

/** What the access point does with UDP: TCP passes, since a page that is reloaded is not what is tested. */
const RULES = `
table bridge air {
  set silent { type ifname; flags timeout; }
  set lost { typeof @th,128,32; flags dynamic; counter; }
  counter up {}
  counter down {}
  chain fate {
    iifname ${GUEST} update @lost { @th,128,32 } counter name up drop
    iifname ${HOST} counter name down drop
  }
  chain luck {}
  chain wall {
    type filter hook forward priority -1; policy accept;
  }
  chain forward {
    type filter hook forward priority 0; policy accept;
    ip protocol != udp accept
    iifname @silent goto fate
    jump luck
  }
}`;

/**
 * A Wi-Fi of a test's own: this machine, one guest that programs run in, and between them an access point that drops
 * packets when it is told to. The sender of a dropped packet doesn't learn of it.
 *
 * ```text
 * this machine ── host [bridge, nftables] guest ── guest's namespace
 * ```
 */
export class Network {
  private constructor(
    /** Where programs run that are on the Wi-Fi: `guest.wrap`, `guest.run`. */
    readonly guest: Namespace,
    private readonly air: Namespace,
    /** This machine's interface. */
    readonly link: string,
    /** This machine's address on it. */
    readonly address: string,
    /** The guest's address. */
    readonly guestAddress: string,
  ) {}

  /** Builds one; only where {@link Namespace.missing} has nothing to say. */
  static async open(): Promise<Network> {
    const subnet = freeSubnet();
    const [guest, air, link] = [await Namespace.open(), await Namespace.open(), uniqueName()];
    const network = new Network(guest, air, link, `${subnet}.1`, `${subnet}.2`);
    try {
      await network.#build();
    } catch (error) {
      await network.close();
      throw error;
    }
    return network;
  }

  async #build(): Promise<void> {
    const { guest, air, link } = this;
    await air.ip("link", "add", "br0", "type", "bridge");
    await air.ip("link", "set", "br0", "up");
    await ip("link", "add", link, "type", "veth", "peer", "name", HOST, "netns", air.name);
    await guest.ip("link", "add", "wlan0", "type", "veth", "peer", "name", GUEST, "netns", air.name);
    for (const port of [HOST, GUEST]) await air.ip("link", "set", port, "master", "br0", "up");
    await air.nft(RULES);
    await ip("link", "set", link, "addrgenmode", "none");
    await ip("addr", "add", `${this.address}/24`, "dev", link);
    await ip("link", "set", link, "up");
    await guest.ip("addr", "add", `${this.guestAddress}/24`, "dev", "wlan0");
    await guest.ip("link", "set", "wlan0", "up");
  }

  /** From now on drops so many percent of the UDP packets at random, each way; 0 ends it. */
  async lose(percent: number): Promise<void> {
    const share = Math.round(percent * 10);
    const luck = share < 1000 ? `numgen random mod 1000 < ${share}` : "";
    const rule = share > 0 ? `add rule bridge air luck ${luck} goto fate` : "";
    await this.air.nft(`flush chain bridge air luck\n${rule}\n`);
  }

  /** Drops every UDP packet of both sides for a time. The kernel ends it, so its length doesn't depend on our load. */
  async silence(milliseconds: number): Promise<void> {
    const element = (port: string) => `${port} timeout ${milliseconds}ms`;
    // An element that is there keeps the time that it was given first.
    await this.air.nft(`flush set bridge air silent
      add element bridge air silent { ${element(HOST)}, ${element(GUEST)} }\n`);
  }

  /** From now on drops everything, or nothing of that any more. */
  async cut(on: boolean): Promise<void> {
    await this.air.nft(`flush chain bridge air wall\n${on ? "add rule bridge air wall drop" : ""}\n`);
  }

  /** How many packets have been dropped so far. */
  async dropped(): Promise<Dropped> {
    const counters = await this.#list<{ counter?: { name: string; packets: number } }>("counters", "table");
    const of = (name: string) => counters.find(({ counter }) => counter?.name === name)?.counter?.packets ?? 0;
    return { up: of("up"), down: of("down") };
  }

  /** How many RTP packets of the guest with this SSRC (RFC 3550 section 5.1) have been dropped so far. */
  async droppedOf(ssrc: number): Promise<number> {
    type Element = { elem: { val: number; counter: { packets: number } } };
    const sets = await this.#list<{ set?: { elem?: Element[] } }>("set", "lost");
    const elements = sets.flatMap(({ set }) => set?.elem ?? []);
    return elements.find(({ elem }) => elem.val === ssrc)?.elem.counter.packets ?? 0;
  }

  async #list<T>(kind: "counters" | "set", name: "table" | "lost"): Promise<T[]> {
    const what = kind === "set" ? ["set", "bridge", "air", name] : ["counters", name, "bridge", "air"];
    const { stdout } = await this.air.run("nft", "--json", "list", ...what);
    return (JSON.parse(stdout) as { nftables: T[] }).nftables;
  }

  /** Takes it down with all its interfaces; programs in it are to be ended before. */
  async close(): Promise<void> {
    await ip("link", "del", this.link).catch(() => undefined);
    await this.guest.close();
    await this.air.close();
  }
}

let opened = 0;

/** The first three numbers of a private network (RFC 1918) that this machine is not on. */
export function freeSubnet(): string {
  const taken = Object.values(networkInterfaces()).flatMap((interfaces) => interfaces?.map(({ address }) => address));
  for (;;) {
    const subnet = `10.${64 + (process.pid % 128)}.${opened++ % 256}`;
    if (!taken.some((address) => address?.startsWith(`${subnet}.`))) return subnet;
  }
}
