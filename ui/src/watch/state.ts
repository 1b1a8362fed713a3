/** What a viewer of the page is told. */
export type State =
  /** The first connection is being made. */
  | "connecting"
  /** Connected, and no picture has come yet. */
  | "waiting"
  | "playing"
  /** Connected, and no picture comes any more. */
  | "paused"
  /** The same in a browser that lacks a codec which cameras send in: the picture may be one that it can't show. */
  | "partial"
  /** The connection broke; another one is being made. */
  | "lost"
  /** The show has as many viewers as it takes. */
  | "full"
  /** There is no WebRTC here, or no codec that the show is sent in. */
  | "unsupported";
