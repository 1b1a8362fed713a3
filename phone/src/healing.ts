/**
 * How long a connection that the browser calls disconnected may still heal by itself. Chromium says so after five to six
 * silent seconds, and a phone that changes from one access point to the next is back within one, so there is little left
 * to wait for; but a restart throws the old way away, which may be back at any moment.
 */
export const HEAL_MS = 1000;
/** From the answer to the first packet through: ICE on a LAN needs a tenth of it. */
export const ESTABLISH_MS = 8000;
/**
 * For a restart, its request included: many times what both need on a LAN. What calls itself connected at the end counts
 * as up; if it is not, the browser notices soon after, and it begins again. Else a new session is made.
 */
export const RESTART_MS = 4000;

/** How a connection is. */
export type Health = "connecting" | "up" | "shaky" | "restarting" | "over";

/** What is noticed of it. */
export type Sign =
  | "connected"
  | "disconnected"
  | "failed"
  | "closed"
  /** The phone is on a network again. */
  | "network"
  /** Its time is over. */
  | "late"
  /** The desk did not take the restart, or could not be asked. */
  | "refused";

/** What is to be done. */
export type Treatment = { readonly type: "wait"; readonly ms: number } | { readonly type: "rest" | "restart" | "end" };

/** The health after a sign, and what has to be done about it. */
export function treat(health: Health, sign: Sign): readonly [Health, Treatment | null] {
  if (health === "over") return [health, null];
  if (sign === "connected") return ["up", { type: "rest" }];
  if (sign === "closed") return ["over", { type: "end" }];
  switch (health) {
    case "connecting":
      return sign === "failed" || sign === "late" ? ["over", { type: "end" }] : [health, null];
    case "up":
      if (sign === "disconnected") return ["shaky", { type: "wait", ms: HEAL_MS }];
      return sign === "failed" || sign === "network" ? ["restarting", { type: "restart" }] : [health, null];
    case "shaky":
      return sign === "disconnected" ? [health, null] : ["restarting", { type: "restart" }];
    case "restarting":
      // The old way may still be told to be gone, and a network may come and go while it is left.
      if (sign === "disconnected" || sign === "network") return [health, null];
      return ["over", { type: "end" }];
  }
}
