import listenIcon from "lucide-static/icons/headphones.svg?raw";
import sidewaysIcon from "lucide-static/icons/rotate-cw-square.svg?raw";
import stopIcon from "lucide-static/icons/square.svg?raw";
import flipIcon from "lucide-static/icons/switch-camera.svg?raw";
import { type Capture, cameras } from "./camera/capture";
import { Countdown } from "./countdown";
import type { Figures } from "./figures";
import type { Texts } from "./i18n";
import type { Controls } from "./protocol/Controls";
import type { Session } from "./session";
import { isOn, isSending, type Model, troubleOf } from "./state";
import { listen, listens } from "./talkback";
import { bars } from "./trouble";

/** How long Stop waits for its second tap. */
const SURE_MS = 3000;

function part<E extends HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}

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
  private awake = true;
  /** What the camera offered and then refused. */
  private refused: readonly string[] = [];
  private sure: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly texts: Texts) {
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
    ] as const) {
      part(id).insertAdjacentHTML("afterbegin", icon);
    }
  }

  /** Connects the controls. `named` takes the name that was typed. */
  bind(session: Session, named: (name: string) => void): void {
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
    say(this.message, trouble === null ? this.hint(model) : texts.trouble[trouble]);
    this.silent.hidden = !isSending(model) || model.sound;
    this.mode.hidden = !isSending(model) || !model.sound || model.outdated;
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
  async picture(capture: Capture): Promise<void> {
    const { preview } = this;
    if (preview.srcObject !== capture.stream) preview.srcObject = capture.stream;
    // As in a mirror, for whoever films himself; what is sent is the right way round.
    preview.classList.toggle("mirrored", capture.mirrored);
    this.flip.hidden = capture.stream === null || (await cameras()).length < 2;
  }

  /** Shows what can be set of the camera, and how it is. */
  controls(controls: Controls): void {
    this.refused = controls.refused;
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
        return this.awake ? this.refusal() : texts.keepAwake;
    }
  }

  private refusal(): string {
    const { texts, refused } = this;
    const names = refused.map((name) => texts.setting[name as keyof Texts["setting"]] ?? name);
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

/** A text that is the same is left alone, so that a screen reader does not read it again. */
function say(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
