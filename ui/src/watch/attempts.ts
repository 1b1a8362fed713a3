/** What an attempt leads to. */
export interface Closable {
  close(): void;
}

/** What attempts tell their owner. */
export interface AttemptsOwner<S> {
  /** There is a session. */
  opened(session: S): void;
  /** There is none. */
  failed(error: unknown): void;
}

/**
 * The way to one session: one attempt at a time, and one session at most.
 *
 * What comes of an attempt that is not the newest any more is closed unseen: the régie has counted it as a viewer.
 */
export class Attempts<S extends Closable> {
  #session: S | null = null;
  /** The attempt under way. */
  #attempt: object | null = null;
  #next: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly open: (isWanted: () => boolean) => Promise<S>,
    private readonly owner: AttemptsOwner<S>,
  ) {}

  /** What was opened last, until another attempt is made or it is ended. */
  get session(): S | null {
    return this.#session;
  }

  /** Makes an attempt after so many milliseconds, in place of the session; not while one is under way. */
  after(delay: number): void {
    clearTimeout(this.#next);
    if (this.#attempt === null) this.#next = setTimeout(() => void this.#make(), delay);
  }

  /** The session is a good one: it is not replaced by what was to be attempted. */
  stay(): void {
    clearTimeout(this.#next);
  }

  /** Closes everything, and makes no attempt by itself any more. */
  end(): void {
    clearTimeout(this.#next);
    this.#attempt = null;
    this.#session?.close();
    this.#session = null;
  }

  async #make(): Promise<void> {
    this.end();
    const attempt = {};
    const isWanted = () => this.#attempt === attempt;
    this.#attempt = attempt;
    try {
      const session = await this.open(isWanted);
      if (!isWanted()) {
        session.close();
        return;
      }
      this.#attempt = null;
      this.#session = session;
      this.owner.opened(session);
    } catch (error) {
      if (!isWanted()) return;
      this.#attempt = null;
      this.owner.failed(error);
    }
  }
}
