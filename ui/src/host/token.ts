const STORED = "regie.token";

/** What a page has of the director's token. */
export interface Access {
  /** The token; null when the page was opened without one. */
  readonly token: string | null;
  /** The browser keeps nothing for this page: after a reload it has no token. */
  readonly forgets: boolean;
}

/**
 * Takes the fragment out of the page's address, and gives what it says. What is in an address is read over a shoulder,
 * in a screenshot, and in the browser's history; the link itself stays what it was, and can be opened and kept.
 */
export function takeFragment(location: Location, history: History): URLSearchParams {
  const fragment = new URLSearchParams(location.hash.replace(/^#/, ""));
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
  return fragment;
}

/** The token that the page was opened with, which is kept for its reload, or the one from before its reload. */
export function accessBy(fragment: URLSearchParams, open: () => Storage): Access {
  const given = fragment.get("token") || null;
  try {
    const storage = open();
    if (given) storage.setItem(STORED, given);
    return { token: given ?? storage.getItem(STORED), forgets: false };
  } catch (error) {
    console.info("nothing is kept for a reload", error);
    return { token: given, forgets: true };
  }
}
