import type { Problem } from "./protocol/Problem";
import type { ProblemCode } from "./protocol/ProblemCode";

/** Why the phone cannot film or cannot join, as far as a sentence can tell its operator what to do. */
export type Trouble = LinkTrouble | CameraTrouble;

/** What stands between the phone and the desk. */
export type LinkTrouble =
  /** The page was opened without a token. */
  | "no_link"
  /** The token is wrong or old. */
  | "bad_token"
  /** The page did not come over https, so the browser offers it no camera. */
  | "insecure"
  /** The browser has no camera or no WebRTC for pages; often the built-in browser of another app. */
  | "unsupported"
  /** The desk has as many cameras as it takes. */
  | "desk_full"
  /** No answer over HTTP. */
  | "unreachable"
  /** Signalling works, media does not get through. */
  | "blocked"
  /** The desk shows none of this browser's codecs. */
  | "no_codec"
  /** The desk does not take what this page sent. */
  | "rejected"
  /** The desk failed. */
  | "fault"
  /** The director took the camera out. */
  | "removed"
  /** Another phone films as this camera. */
  | "replaced"
  /** The same phone films in another tab. */
  | "other_tab";

/** What stands between the page and the camera. */
export type CameraTrouble = "camera_refused" | "camera_busy" | "camera_missing" | "camera_failed";

/** Where Start leads nowhere: another link or another browser is needed. */
const BARRED: ReadonlySet<Trouble> = new Set<Trouble>(["no_link", "bad_token", "insecure", "unsupported"]);

/** What passes without the operator: worth trying again. */
const PASSING: ReadonlySet<Trouble> = new Set<Trouble>(["desk_full", "unreachable", "blocked", "fault"]);

/** Whether Start cannot help. */
export const bars = (trouble: Trouble | null): boolean => trouble !== null && BARRED.has(trouble);

/** Whether trying again can help. */
export const passes = (trouble: Trouble | null): boolean => trouble !== null && PASSING.has(trouble);

const BY_CODE: Record<ProblemCode, LinkTrouble> = {
  bad_token: "bad_token",
  desk_full: "desk_full",
  no_codec: "no_codec",
  internal: "fault",
  busy: "fault",
  bad_camera: "rejected",
  bad_offer: "rejected",
  bad_content_type: "rejected",
  not_acceptable: "rejected",
  bad_fragment: "rejected",
  not_restarted: "fault",
  no_session: "rejected",
  stale_session: "rejected",
  needs_if_match: "rejected",
  too_large: "rejected",
  bad_picture: "rejected",
  bad_origin: "rejected",
};

/** A refused HTTP request, from its status and what could be read of its body. */
export function troubleOfProblem(status: number, problem: Partial<Problem> | null): LinkTrouble {
  const known = problem?.code === undefined ? undefined : BY_CODE[problem.code];
  if (known !== undefined) return known;
  if (status === 401) return "bad_token";
  return status >= 500 ? "fault" : "rejected";
}

/** A failed `getUserMedia`, by its exception's name (Media Capture and Streams, 10.2). */
export function troubleOfCapture(error: unknown): CameraTrouble {
  switch (error instanceof Error ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "camera_refused";
    case "NotReadableError":
    case "AbortError":
      return "camera_busy";
    case "NotFoundError":
    case "OverconstrainedError":
      return "camera_missing";
    default:
      return "camera_failed";
  }
}
