import type { PhoneRemoved } from "./protocol/PhoneRemoved";
import type { PhoneReplaced } from "./protocol/PhoneReplaced";
import type { PhoneStatus } from "./protocol/PhoneStatus";
import type { PhoneView } from "./protocol/PhoneView";
import type { Tally } from "./protocol/Tally";

const TALLIES: ReadonlySet<Tally> = new Set<Tally>(["program", "preview", "off"]);

/** What the desk says to the phone. */
export type Word = PhoneView | PhoneRemoved | PhoneReplaced;

/** The data channel for everything live between the phone and the desk. */
export class Ctl {
  private readonly channel: RTCDataChannel;

  /** Has to be made before the offer, or the offer has no room for it. */
  constructor(peer: RTCPeerConnection, onWord: (word: Word) => void, onClose: () => void) {
    this.channel = peer.createDataChannel("ctl", { ordered: true });
    this.channel.onmessage = ({ data }) => {
      const word = readWord(data);
      if (word !== null) onWord(word);
    };
    this.channel.onclose = onClose;
  }

  /** Reports to the desk; a report that cannot go now is not worth keeping. */
  report(status: PhoneStatus): void {
    if (this.channel.readyState === "open") this.channel.send(JSON.stringify(status));
  }
}

/** What a message says, or none if it is something else: a newer desk may say more than we know. */
export function readWord(data: unknown): Word | null {
  if (typeof data !== "string") return null;
  try {
    const { number, name, tally, sound, recorded, removed, replaced } = JSON.parse(data) as Partial<
      PhoneView & PhoneRemoved & PhoneReplaced
    >;
    if (removed === true) return { removed };
    if (replaced === true) return { replaced };
    if (typeof number !== "number" || typeof name !== "string" || !TALLIES.has(tally as Tally)) return null;
    const mode = sound === "speech" ? "speech" : "music";
    return { number, name, tally: tally as Tally, sound: mode, recorded: recorded === true };
  } catch {
    return null;
  }
}
