import type { Command } from "../protocol/Command";
import type { ToDesk } from "../protocol/ToDesk";

/** How the desk stands with its engine. */
export type Link =
  /** The first snapshot is not here yet. */
  | "connecting"
  /** Snapshot and events flow. */
  | "up"
  /** The engine does not answer; the host keeps trying. */
  | "gone"
  /** The engine answers, and does not know this desk's token. */
  | "denied"
  /** The page was opened without a token. */
  | "no_token"
  /** The same, in a browser that keeps none: it may have been loaded again. */
  | "forgotten";

/** What a host tells the desk. */
export interface Receiver {
  /** A message of the engine, in order. */
  message(message: ToDesk): void;
  /** The link changed. */
  link(link: Link): void;
}

/** The engine as seen from the desk, whether the page lives in the Tauri window or in a browser. */
export interface Host {
  /** Starts: a snapshot and then events and telemetry reach the receiver until the page goes. */
  connect(receiver: Receiver): void;
  /** Asks for a new snapshot, after an event that was not the next one. */
  resync(): void;
  /**
   * Resolves when the command was accepted, with the number of the event that its effect is in, which may have come
   * already or come later; rejects with a `Refusal`.
   */
  send(command: Command): Promise<number>;
  /** Where the pictures come from: the address of the monitor WebSocket, token included. */
  monitorUrl(): Promise<string>;
  /** Where the director's voice goes: the address of its WebSocket for the desk of this id, token included. */
  voiceUrl(desk: number): Promise<string>;
  /** A file that the engine makes for a director, with its name; rejects with a `Refusal`. */
  file(path: string): Promise<File>;
  /** Puts a picture on the hold slate, or takes it off; rejects when that is refused. */
  putHoldPicture(picture: Blob | null): Promise<void>;
}
