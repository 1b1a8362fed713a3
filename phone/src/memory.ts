/** Remembers between two visits; where the browser forbids that, at least until the page is closed. */
export class Memory {
  private readonly here = new Map<string, string>();

  /** `open` gives the storage and may throw, as `localStorage` does where cookies are blocked. */
  constructor(private readonly open: () => Storage) {}

  get(key: string): string | null {
    try {
      return this.open().getItem(key) ?? this.here.get(key) ?? null;
    } catch {
      return this.here.get(key) ?? null;
    }
  }

  set(key: string, value: string): void {
    this.here.set(key, value);
    try {
      this.open().setItem(key, value);
    } catch {
      // Full or forbidden: it stays remembered for this visit.
    }
  }
}
