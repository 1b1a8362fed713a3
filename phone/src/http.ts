import type { Problem } from "./protocol/Problem";
import { type LinkTrouble, troubleOfProblem } from "./trouble";

/** Longer than any answer takes on a LAN, shorter than an operator's patience. */
const TIMEOUT_MS = 6000;

/** A request that the desk refused or never answered. */
export class Refused extends Error {
  constructor(readonly trouble: LinkTrouble) {
    super(trouble);
  }
}

/** Sends a request and gives its answer back if it is a 2xx. Throws {@link Refused} for everything else. */
export async function request(url: string | URL, token: string, init: RequestInit = {}): Promise<Response> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS);
  try {
    const headers = { ...init.headers, Authorization: `Bearer ${token}` };
    const response = await fetch(url, { ...init, headers, cache: "no-store", signal: timeout.signal });
    if (response.ok) return response;
    throw new Refused(troubleOfProblem(response.status, await readProblem(response)));
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("unreachable");
  } finally {
    clearTimeout(timer);
  }
}

/** For a sign of life: an answer takes a few milliseconds, and what is lost is better asked again over another connection. */
const ALIVE_MS = 700;

/** Whether the desk answers anything at all just now. */
export async function isReachable(): Promise<boolean> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), ALIVE_MS);
  try {
    await fetch(new URL("watch/slate", document.baseURI), { cache: "no-store", signal: timeout.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Asks whether the desk would take this camera. */
export async function checkJoin(token: string, camera: string): Promise<LinkTrouble | null> {
  try {
    await request(`api/join?camera=${encodeURIComponent(camera)}`, token);
    return null;
  } catch (error) {
    return error instanceof Refused ? error.trouble : "fault";
  }
}

async function readProblem(response: Response): Promise<Partial<Problem> | null> {
  try {
    return (await response.json()) as Partial<Problem>;
  } catch {
    return null;
  }
}
