import type { Link } from "./link";
import type { Memory } from "./memory";

const CAMERA = "regie.camera";
const NAME = "regie.name";
const SUGGESTED = "regie.suggested";
const TOKEN = "regie.token";

/** 128 bits: nobody guesses it, and who knows it can take this camera's place. */
const ID_BYTES = 16;

/** Who this phone is to the desk. */
export class Identity {
  /** `lasting` outlives the visit; `visit` is this tab's. */
  constructor(
    private readonly lasting: Memory,
    private readonly visit: Memory,
  ) {}

  /** The camera's stable id. */
  get camera(): string {
    const known = this.lasting.get(CAMERA);
    if (known !== null) return known;
    const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
    const fresh = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    this.lasting.set(CAMERA, fresh);
    return fresh;
  }

  /** The crew's token, or none when the page was never opened with one. */
  get token(): string | null {
    return this.visit.get(TOKEN);
  }

  /** The camera's name; empty: the desk finds one. */
  get name(): string {
    return this.lasting.get(NAME) ?? "";
  }

  set name(name: string) {
    this.lasting.set(NAME, name.trim());
  }

  /** Takes in what the page was opened with. */
  take({ token, name }: Link): void {
    if (token !== null) this.visit.set(TOKEN, token);
    // A suggestion counts once: a reload must not undo the name that was typed over it.
    if (name !== null && name !== this.lasting.get(SUGGESTED)) {
      this.lasting.set(SUGGESTED, name);
      this.name = name;
    }
  }
}
