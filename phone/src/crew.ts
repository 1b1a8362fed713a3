import markIcon from "lucide-static/icons/flag.svg?raw";
import callIcon from "lucide-static/icons/hand.svg?raw";
import { part, say } from "./element";
import type { Texts } from "./i18n";
import type { CameraCue } from "./protocol/CameraCue";
import type { PhoneView } from "./protocol/PhoneView";
import type { Session } from "./session";
import type { Switches } from "./switches";

/** How long the key says that the moment is marked, in milliseconds. */
const MARKED_MS = 1200;
/** How it shakes when the audience sees it, and when it is written to, in milliseconds. */
const [LIVE, WRITTEN] = [[250], [80, 60, 80]];

/** What the crew says to each other: the director's cues, and marks and calls of whoever holds the phone. */
export class Crew {
  private readonly cue = part<HTMLButtonElement>("cue");
  private readonly words = part("cue-text");
  private readonly mark = part<HTMLButtonElement>("mark");
  private readonly markWord = part("mark-word");
  private readonly call = part<HTMLButtonElement>("call");
  private written: CameraCue | null = null;
  /** The newest cue that was tapped: the desk may not have heard of it yet. */
  private tapped = 0;
  private isLive = false;
  private marked: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly texts: Texts,
    private readonly switches: Switches,
  ) {
    this.mark.insertAdjacentHTML("afterbegin", markIcon);
    this.call.insertAdjacentHTML("afterbegin", callIcon);
  }

  /** Connects the keys. */
  bind(session: Session): void {
    this.mark.onclick = () => {
      if (!session.say({ type: "mark" })) return;
      this.shake([30]);
      say(this.markWord, this.texts.marked);
      this.mark.dataset.done = "";
      clearTimeout(this.marked);
      this.marked = setTimeout(() => {
        delete this.mark.dataset.done;
        say(this.markWord, this.texts.mark);
      }, MARKED_MS);
    };
    this.call.onclick = () => {
      const on = this.call.getAttribute("aria-pressed") !== "true";
      // The desk's word on it follows.
      if (session.say({ type: "call", on })) this.call.setAttribute("aria-pressed", String(on));
    };
    this.cue.onclick = () => {
      if (this.written === null) return;
      this.tapped = this.written.id;
      session.say({ type: "seen", cue: this.tapped });
      this.show(this.written);
    };
  }

  /** Shows what the desk last said; nothing while it is not there. */
  view(view: PhoneView | null): void {
    this.show(view?.cue ?? null);
    this.call.setAttribute("aria-pressed", String(view?.calls === true));
    const isLive = view?.tally === "program";
    if (isLive && !this.isLive) this.shake(LIVE);
    this.isLive = isLive;
  }

  private show(cue: CameraCue | null): void {
    const isNew = cue !== null && cue.id !== this.written?.id;
    this.written = cue;
    const isOpen = cue !== null && cue.seen === null && cue.id !== this.tapped;
    this.cue.hidden = !isOpen;
    say(this.words, isOpen ? cue.text : "");
    if (isNew && isOpen) this.shake(WRITTEN);
  }

  private shake(pattern: number[]): void {
    // iPhones have no way to.
    if (this.switches.isOn("buzz")) navigator.vibrate?.(pattern);
  }
}
