import type { CameraCue } from "./protocol/CameraCue";
import { CTL_LABEL, CTL_PROTOCOL } from "./protocol/ctl";
import type { FromPhone } from "./protocol/FromPhone";
import type { PhoneView } from "./protocol/PhoneView";
import type { Tally } from "./protocol/Tally";
import type { ToPhone } from "./protocol/ToPhone";
import type { WantedSettings } from "./protocol/WantedSettings";

const TALLIES: ReadonlySet<Tally> = new Set<Tally>(["program", "preview", "off"]);

/** What a desk wants that says nothing of it, in kbit/s: plenty for a moving 720p at 30 in H.264 baseline. */
export const BUDGET = 3500;

/** The data channel for everything live between the phone and the desk. */
export class Ctl {
  private readonly channel: RTCDataChannel;
  private unread = 0;

  /** Has to be made before the offer, or the offer has no room for it. */
  constructor(peer: RTCPeerConnection, onMessage: (message: ToPhone) => void, onClose: () => void) {
    this.channel = peer.createDataChannel(CTL_LABEL, { ordered: true, protocol: CTL_PROTOCOL });
    this.channel.onmessage = ({ data }) => {
      const heard = micros();
      const message = read(data);
      if (message?.type === "probe") this.send({ type: "probed", number: message.number, heard, answered: micros() });
      else if (message !== null) onMessage(message);
      else console.debug("messages of the desk that this page does not know", ++this.unread);
    };
    this.channel.onclose = onClose;
  }

  /** Tells the desk; what cannot go now is not worth keeping. Whether it goes. */
  send(message: FromPhone): boolean {
    const open = this.channel.readyState === "open";
    if (open) this.channel.send(JSON.stringify(message));
    return open;
  }
}

/** By the clock that a browser's sender reports have too, in microseconds since 1970: the desk asks for it. */
const micros = () => Math.round((performance.timeOrigin + performance.now()) * 1000);

/** A message of the desk, or none if it is something else: a newer desk may say more than we know. */
export function read(data: unknown): ToPhone | null {
  if (typeof data !== "string") return null;
  try {
    const message = JSON.parse(data) as Partial<ToPhone>;
    switch (message.type) {
      case "view": {
        const view = readView(message.view ?? {});
        return view && { type: "view", view };
      }
      case "probe":
        return typeof message.number === "number" ? { type: "probe", number: message.number } : null;
      case "removed":
      case "replaced":
      case "outdated":
        return { type: message.type };
      default:
        return null;
    }
  } catch {
    return null;
  }
}

function readView(view: Partial<PhoneView>): PhoneView | null {
  const { number, name, tally, sound, recorded, budget, live_in } = view;
  if (typeof number !== "number" || typeof name !== "string" || !TALLIES.has(tally as Tally)) return null;
  const mode = sound === "speech" ? "speech" : "music";
  const liveIn = typeof live_in === "number" && live_in >= 0 ? live_in : null;
  const kbps = typeof budget === "number" && budget > 0 ? budget : BUDGET;
  return {
    number,
    name,
    tally: tally as Tally,
    sound: mode,
    recorded: recorded === true,
    budget: kbps,
    live_in: liveIn,
    wanted: readWanted(view.wanted),
    cue: readCue(view.cue),
    calls: view.calls === true,
    spoken_to: view.spoken_to === true,
  };
}

/** What a desk wants that says nothing of it: nothing. */
function readWanted(wanted: Partial<WantedSettings> | undefined): WantedSettings {
  const { serial, settings } = wanted ?? {};
  const known = typeof settings === "object" && settings !== null;
  return known && typeof serial === "number" ? { serial, settings } : { serial: 0, settings: {} };
}

function readCue(cue: CameraCue | null | undefined): CameraCue | null {
  return typeof cue?.id === "number" && typeof cue.text === "string" ? cue : null;
}
