/**
 * How long a way that has brought nothing for a moment may still heal by itself, once the desk answers requests again: a
 * restart throws it away, and it may be back at any moment.
 */
export const HEAL_MS = 400;
/** How long it is waited for the desk to answer at all. A network that is gone for longer is begun anew on. */
export const PATIENCE_MS = 6000;
/** From the answer to the first packet through: ICE on a LAN needs a tenth of it. */
export const ESTABLISH_MS = 8000;
/**
 * For a restart, its request included: many times what both need on a LAN, since its checks go on for as long and get
 * through as soon as anything does. What calls itself connected at the end counts as up. Else a new session is made.
 */
export const RESTART_MS = 8000;

/** How a connection is. `shaky`: nothing comes, and perhaps the network is gone; `healing`: it is there. */
export type Health = "connecting" | "up" | "shaky" | "healing" | "restarting" | "over";

/** What is noticed of it. */
export type Sign =
  | "connected"
  | "disconnected"
  | "failed"
  | "closed"
  /** Nothing has come for a moment. */
  | "silent"
  /** Something came. */
  | "heard"
  /** The desk answers requests. */
  | "reachable"
  /** The phone is on a network again. */
  | "network"
  /** Its time is over. */
  | "late"
  /** The desk did not take the restart, or could not be asked. */
  | "refused";

/** What is to be done; `probe` asks the desk for a sign of life until it gives one. */
export type Treatment =
  | { readonly type: "wait" | "probe"; readonly ms: number }
  | { readonly type: "rest" | "restart" | "end" };

/** The health after a sign, and what has to be done about it. */
export function treat(health: Health, sign: Sign): readonly [Health, Treatment | null] {
  if (health === "over") return [health, null];
  if (sign === "connected") return ["up", { type: "rest" }];
  if (sign === "closed") return ["over", { type: "end" }];
  switch (health) {
    case "connecting":
      return sign === "failed" || sign === "late" ? ["over", { type: "end" }] : [health, null];
    case "up":
      if (sign === "network") return ["restarting", { type: "restart" }];
      if (sign === "silent" || sign === "disconnected" || sign === "failed") {
        return ["shaky", { type: "probe", ms: PATIENCE_MS }];
      }
      return [health, null];
    case "shaky":
      if (sign === "heard") return ["up", { type: "rest" }];
      if (sign === "network") return ["restarting", { type: "restart" }];
      if (sign === "reachable") return ["healing", { type: "wait", ms: HEAL_MS }];
      return sign === "late" ? ["over", { type: "end" }] : [health, null];
    case "healing":
      if (sign === "heard") return ["up", { type: "rest" }];
      return sign === "late" || sign === "network" || sign === "failed"
        ? ["restarting", { type: "restart" }]
        : [health, null];
    case "restarting":
      return sign === "late" || sign === "failed" || sign === "refused" ? ["over", { type: "end" }] : [health, null];
  }
}
