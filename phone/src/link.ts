/** What a join URL carries in its fragment, where no server log sees it. */
export interface Link {
  /** The crew's token. */
  readonly token: string | null;
  /** The name that the desk suggests. */
  readonly name: string | null;
}

/** Reads `#token=…&name=…`. */
export function readLink(fragment: string): Link {
  const fields = new URLSearchParams(fragment.replace(/^#/, ""));
  return { token: fields.get("token") || null, name: fields.get("name")?.trim() || null };
}
