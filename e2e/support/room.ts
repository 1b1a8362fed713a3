import { Namespace } from "./namespace";

/**
 * A room with a laptop and guests, and networks between them that come and go.
 *
 * ```text
 * laptop's namespace ── wlan0 … wlan0 ── a guest's namespace
 *                    ── eth0  … eth0  ── the same guest's, or another's
 * ```
 */
export class Room {
  private readonly guests: Namespace[] = [];

  private constructor(
    /** Where the engine and its desk run. */
    readonly laptop: Namespace,
  ) {}

  static async open(): Promise<Room> {
    return new Room(await Namespace.open({ ipv6: true }));
  }

  async guest(): Promise<Namespace> {
    const guest = await Namespace.open({ ipv6: true });
    this.guests.push(guest);
    return guest;
  }

  /** A network of its own for the laptop and a guest, who have these addresses on it: of one family, or of both. */
  async connect(network: string, guest: Namespace, ...both: { laptop: string; guest: string }[]): Promise<void> {
    const { laptop } = this;
    await laptop.ip("link", "add", network, "type", "veth", "peer", "name", network, "netns", guest.name);
    for (const side of [laptop, guest]) await side.ip("link", "set", network, "up");
    for (const addresses of both) {
      await this.enter(laptop, network, addresses.laptop);
      await this.enter(guest, network, addresses.guest);
    }
  }

  /** The laptop is on this network now, with this address. */
  join(network: string, address: string): Promise<void> {
    return this.enter(this.laptop, network, address);
  }

  /** The laptop is not there any more. */
  async leave(network: string, address: string): Promise<void> {
    await this.laptop.ip("addr", "del", `${address}/${prefix(address)}`, "dev", network);
  }

  /** Programs in it are to be ended before. */
  async close(): Promise<void> {
    for (const namespace of [...this.guests, this.laptop]) await namespace.close();
  }

  private async enter(side: Namespace, network: string, address: string): Promise<void> {
    // Nobody else is there, so nobody has to be asked whether the address is taken (RFC 4862 section 5.4).
    const unasked = address.includes(":") ? ["nodad"] : [];
    await side.ip("addr", "add", `${address}/${prefix(address)}`, "dev", network, ...unasked);
  }
}

const prefix = (address: string): number => (address.includes(":") ? 64 : 24);
