import listenIcon from "lucide-static/icons/headphones.svg?raw";
import sidewaysIcon from "lucide-static/icons/rotate-cw-square.svg?raw";
import stopIcon from "lucide-static/icons/square.svg?raw";
import flipIcon from "lucide-static/icons/switch-camera.svg?raw";
import type { Browser } from "./browser";
import type { Capture } from "./camera/capture";
import { Countdown } from "./countdown";
import { Crew } from "./crew";
import { part, say } from "./element";
import type { Figures } from "./figures";
import { Hand } from "./hand/hand";
import { smaller } from "./heat";
import type { Texts } from "./i18n";
import type { Controls } from "./protocol/Controls";
import type { Session } from "./session";
import { isOn, isSending, type Model, troubleOf } from "./state";
import type { Switches } from "./switches";
import { listen, listens } from "./talkback";
import { bars, type Trouble } from "./trouble";

/** How long Stop waits for its second tap. */
const SURE_MS = 3000;

/** The page's elements. They are made once, by `index.html`; only texts and attributes change. */
export class View {
  /** The phone's own picture. */
  readonly preview = part<HTMLVideoElement>("preview");
  private readonly app = part("app");
  private readonly state = part("state");
  private readonly tally = part("tally");
  private readonly untilLive = part("countdown");
  private readonly recorded = part("recorded");
  private readonly number = part("number");
  private readonly camera = part("camera");
  private readonly figure = part("figures");
  private readonly silent = part("silent");
  private readonly mode = part("mode");
  private readonly signal = part("signal");
  private readonly message = part("message");
  private readonly again = part<HTMLButtonElement>("again");
  private readonly cooler = part<HTMLButtonElement>("cooler");
  private readonly nameField = part<HTMLInputElement>("name");
  private readonly flip = part<HTMLButtonElement>("flip");
  private readonly listen = part<HTMLButtonElement>("listen");
  private readonly stop = part<HTMLButtonElement>("stop");
  private readonly stopWord = part("stop-word");
  private last: Model | null = null;
  private readonly countdown = new Countdown((seconds) => {
    this.untilLive.hidden = seconds === null;
    say(this.untilLive, seconds === null ? "" : this.texts.liveIn.replace("{s}", String(seconds)));
  });
  private readonly hand: Hand;
  private awake = true;
  private readonly crew: Crew;
  /** What can be set of the camera; none before that is known. */
  private set: Controls | null = null;
  private isHot = false;
  private sure: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly texts: Texts,
    private readonly browser: Browser,
    switches: Switches,
  ) {
    this.crew = new Crew(texts, switches);
    document.title = texts.title;
    for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) {
      element.textContent = String(texts[element.dataset.text as keyof Texts]);
    }
    this.nameField.placeholder = texts.nameExample;
    for (const [id, icon] of [
      ["flip", flipIcon],
      ["listen", listenIcon],
      ["stop", stopIcon],
      ["sideways", sidewaysIcon],
      ["turn", sidewaysIcon],
    ] as const) {
      part(id).insertAdjacentHTML("afterbegin", icon);
    }
    this.hand = new Hand(texts, this.preview, switches);
  }

  /** Connects the controls. `named` takes the name that was typed. */
  bind(session: Session, named: (name: string) => void): void {
    this.crew.bind(session);
    this.cooler.onclick = () => {
      const height = this.set && smaller(this.set);
      if (height !== null) session.set({ height });
    };
    part("start").onclick = () => {
      named(this.nameField.value);
      session.dispatch({ type: "start", named: this.nameField.value.trim() !== "" });
    };
    this.nameField.onchange = () => named(this.nameField.value);
    part("panel").onsubmit = (event) => {
      // Enter ends the typing. Going live takes the big button.
      event.preventDefault();
      this.nameField.blur();
    };
    this.hand.bind(session);
    this.again.onclick = () => session.dispatch({ type: "ask" });
    this.flip.onclick = () => session.flip();
    this.listen.onclick = () => {
      listen(!listens());
      this.listen.setAttribute("aria-checked", String(listens()));
      void session.report();
    };
    this.stop.onclick = () => {
      if (this.disarm()) session.dispatch({ type: "stop" });
      else this.arm();
    };
    this.message.onclick = () => this.keepAwake(true);
  }

  /** Shows the model. */
  model(model: Model): void {
    const before = this.last;
    this.last = model;
    // It counts from when it was told, and not without the desk.
    if (before?.view !== model.view || (before && isOn(before)) !== isOn(model)) {
      this.countdown.start(isOn(model) ? (model.view?.live_in ?? null) : null);
    }
    const { texts } = this;
    const trouble = troubleOf(model);
    const tally = model.view?.tally ?? "off";
    if (!isOn(model)) this.disarm();
    this.crew.view(isSending(model) && !model.outdated ? model.view : null);
    this.app.dataset.state = model.state;
    this.app.dataset.tally = tally;
    this.app.toggleAttribute("data-on", isOn(model));
    this.app.toggleAttribute("data-trouble", trouble !== null);
    this.app.toggleAttribute("data-barred", bars(model.link));
    this.app.toggleAttribute("data-blind", !isOn(model) && !model.picture);
    this.state.dataset.state = model.state;
    say(this.state, texts.state[model.state]);
    this.tally.dataset.tally = tally;
    // What it can't know it doesn't say.
    say(this.tally, model.outdated ? "" : texts.tally[tally]);
    this.recorded.hidden = !isOn(model) || model.view?.recorded !== true;
    say(this.number, model.view === null ? "" : String(model.view.number));
    say(this.camera, model.view?.name ?? "");
    say(this.message, trouble === null ? this.hint(model) : this.help(trouble));
    const isHeard = model.sound && this.set?.muted !== true;
    this.silent.hidden = !isSending(model) || isHeard;
    say(this.silent, model.sound ? texts.muted : texts.silent);
    this.mode.hidden = !isSending(model) || !isHeard || model.outdated;
    this.cooler.hidden = !this.isHot || !isSending(model) || this.set === null || smaller(this.set) === null;
    this.app.toggleAttribute("data-portrait", model.view?.wanted.settings.portrait === true);
    this.mode.dataset.mode = model.mode;
    say(this.mode, texts.mode[model.mode]);
    this.message.hidden = this.message.textContent === "";
    this.again.hidden = model.state !== "idle" || model.link !== null || model.camera === null;
  }

  /** Shows what is sent. */
  figures(figures: Figures | null): void {
    this.figure.textContent = figures === null ? "" : `${figures.lines}p ${figures.fps}`;
    this.signal.hidden = figures === null;
    this.signal.dataset.signal = String(figures?.signal ?? 0);
    this.signal.setAttribute("aria-label", `${this.texts.signal} ${figures?.signal ?? 0}/3`);
  }

  /** Shows what is captured. */
  picture(capture: Capture): void {
    const { preview } = this;
    if (preview.srcObject !== capture.stream) preview.srcObject = capture.stream;
    // As in a mirror, for whoever films himself; what is sent is the right way round.
    preview.classList.toggle("mirrored", capture.mirrored);
    this.app.toggleAttribute("data-upright", capture.upright);
    this.hand.picture(capture);
  }

  /** Shows what can be set of the camera, and how it is. */
  controls(controls: Controls): void {
    this.hand.controls(controls);
    this.set = controls;
    if (this.last !== null) this.model(this.last);
  }

  /** Shows whether the phone is likely hot. */
  hot(hot: boolean): void {
    if (hot === this.isHot) return;
    this.isHot = hot;
    if (this.last !== null) this.model(this.last);
  }

  /** Shows the camera's name where it is typed. */
  name(name: string): void {
    this.nameField.value = name;
  }

  /** Whether the screen is kept on; if not, the operator has to. */
  keepAwake(kept: boolean): void {
    this.awake = kept;
    if (this.last !== null) this.model(this.last);
  }

  private hint(model: Model): string {
    const { texts } = this;
    switch (model.state) {
      case "asking":
        return texts.allow;
      case "idle":
        return model.picture && !model.sound ? texts.noSound : "";
      case "connecting":
        return "";
      case "lost":
        return texts.comingBack;
      case "live":
      case "on-air":
        if (model.outdated) return texts.outdated;
        if (!this.awake) return texts.keepAwake;
        return this.isHot ? texts.hot : this.refusal();
    }
  }

  private help(trouble: Trouble): string {
    const { browser, texts } = this;
    const isBlocked = trouble === "camera_refused" && browser !== "other";
    return isBlocked ? texts.refusedBy[browser] : texts.trouble[trouble];
  }

  private refusal(): string {
    const { texts } = this;
    const names = (this.set?.refused ?? []).map((name) => texts.setting[name as keyof Texts["setting"]] ?? name);
    return names.length === 0 ? "" : texts.refused.replace("{what}", names.join(", "));
  }

  private arm(): void {
    this.stop.dataset.sure = "";
    this.stopWord.textContent = this.texts.stopSure;
    this.sure = setTimeout(() => this.disarm(), SURE_MS);
  }

  /** Whether it was armed. */
  private disarm(): boolean {
    const armed = this.stop.dataset.sure !== undefined;
    clearTimeout(this.sure);
    delete this.stop.dataset.sure;
    this.stopWord.textContent = this.texts.stop;
    return armed;
  }
}
