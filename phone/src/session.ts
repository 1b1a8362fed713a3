import { readBattery } from "./battery";
import type { Capture } from "./camera/capture";
import { Filming } from "./camera/filming";
import { newsOf } from "./camera/grip";
import { Claim } from "./claim";
import { Connection } from "./connection";
import { type Figures, readFigures } from "./figures";
import { Heat } from "./heat";
import { checkJoin } from "./http";
import type { Identity } from "./identity";
import type { CameraSettings } from "./protocol/CameraSettings";
import type { Controls } from "./protocol/Controls";
import type { FromPhone } from "./protocol/FromPhone";
import type { PhoneView } from "./protocol/PhoneView";
import { retryDelay } from "./retry";
import { Sending } from "./sending";
import { type Effect, type Event, initial, isOn, type Model, step } from "./state";
import { listens } from "./talkback";

/** How often the desk hears of the phone, and the operator of the connection. */
const REPORT_MS = 2000;

/** What the session shows its operator. */
export interface Screen {
  model(model: Model): void;
  /** None: nothing is sent. */
  figures(figures: Figures | null): void;
  picture(capture: Capture): void;
  /** What can be set of it, and how it is. */
  controls(controls: Controls): void;
  /** Whether the phone is likely hot. */
  hot(hot: boolean): void;
  /** The desk changed the camera's name. */
  name(name: string): void;
}

/** What stays held from Start to Stop. */
export interface Hold {
  hold(): void;
  release(): void;
}

/** Does what the state machine decides, and tells it what came of it. */
export class Session {
  private model: Model = initial;
  private connection: Connection | null = null;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private readonly filming: Filming;
  private sending = new Sending();
  private readonly heat = new Heat();
  /** The controls that the desk was told last, over the connection that there is. */
  private told = "";
  /** The name that the operator started with. An attempt that claimed a later one could undo the director's latest. */
  private claimed = "";
  private readonly claim = new Claim(() => this.dispatch({ type: "superseded" }));

  constructor(
    private readonly identity: Identity,
    private readonly capture: Capture,
    private readonly wake: Hold,
    private readonly screen: Screen,
  ) {
    const wanted = () => ({ mode: this.model.mode, settings: this.model.view?.wanted ?? null });
    this.filming = new Filming(capture, wanted, (outcome) => this.filmed(outcome));
    setInterval(() => void this.report(), REPORT_MS);
  }

  /** Takes in an event and does what follows from it. */
  dispatch(event: Event): void {
    const wasOn = isOn(this.model);
    const [model, effects] = step(this.model, event);
    this.model = model;
    if (isOn(model) !== wasOn) this.switch(!wasOn);
    this.screen.model(model);
    for (const effect of effects) this.run(effect);
  }

  /** Looks now instead of at the end of the pause. */
  nudge(): void {
    if (this.pause === undefined) return;
    this.endPause();
    this.dispatch({ type: "retry" });
  }

  /** The phone is on a network again. */
  online(): void {
    this.connection?.networkChanged();
    this.nudge();
  }

  /** Changes to the other camera. */
  flip(): void {
    this.filming.flip();
  }

  /** The picture has another size: the phone was turned. */
  turned(): void {
    this.screen.picture(this.capture);
    void this.report();
  }

  /** A camera was plugged in or taken away, or the browser calls them otherwise now. */
  devicesChanged(): void {
    if (this.capture.stream !== null) void this.capture.look().then(() => this.tellControls());
  }

  /** Looks for the focus at a point of the picture that is sent, from 0 to 1. Whether it does. */
  aim(x: number, y: number): Promise<boolean> {
    return this.filming.grip.aim(x, y);
  }

  /** Sets something of the camera, as its operator wants it. */
  set(settings: CameraSettings): void {
    this.filming.set(settings);
  }

  /** Tells the desk something that whoever holds the phone says. Whether that could be told. */
  say(message: FromPhone): boolean {
    return this.connection?.say(message) ?? false;
  }

  /** Tells the desk about the phone at once. */
  async report(): Promise<void> {
    this.tellControls();
    const { connection } = this;
    if (connection === null) return;
    const [battery, stats] = await Promise.all([readBattery(), connection.stats()]);
    if (connection !== this.connection) return;
    const look = this.sending.look(stats);
    const visible = document.visibilityState === "visible";
    const hot = this.heat.look(look, this.capture.rate, performance.now());
    connection.say({
      type: "status",
      status: {
        battery: battery?.level ?? null,
        charging: battery?.charging ?? null,
        visible,
        upright: this.capture.upright,
        interrupted: visible && this.capture.interrupted,
        listens: listens(),
        hot,
        sending: look.sending,
      },
    });
    this.screen.figures(readFigures(stats));
    this.screen.hot(hot);
  }

  /** The page goes away. */
  leave(): void {
    this.connection?.leave();
  }

  private switch(on: boolean): void {
    if (on) {
      this.claimed = this.identity.name;
      this.claim.take();
      this.wake.hold();
    } else {
      this.claim.release();
      this.wake.release();
    }
  }

  private run(effect: Effect): void {
    switch (effect.type) {
      case "check":
        void this.check();
        return;
      case "capture":
        this.filming.open();
        return;
      case "connect":
        this.connect();
        return;
      case "replace":
        if (this.capture.stream !== null) void this.connection?.replace(this.capture.stream);
        return;
      case "hear":
        void this.connection?.tuneSound(effect.mode);
        this.filming.hear(effect.mode);
        return;
      case "limit":
        void this.connection?.limit(effect.budget);
        return;
      case "hang_up":
        this.drop()?.close();
        return;
      case "leave":
        this.drop()?.leave();
        return;
      case "reload":
        location.reload();
        return;
      case "pause":
        this.endPause();
        this.pause = setTimeout(() => this.nudge(), retryDelay(effect.failures, effect.slow, Math.random()));
        return;
      case "remember":
        this.identity.name = effect.name;
        this.screen.name(effect.name);
    }
  }

  private async check(): Promise<void> {
    const { token } = this.identity;
    if (token === null) return;
    const trouble = await checkJoin(token, this.identity.camera);
    // Another link may have come meanwhile, with a check of its own.
    if (token === this.identity.token) this.dispatch({ type: "checked", trouble });
  }

  /** Something was done with the camera or the microphone. */
  private filmed(outcome: Event | null): void {
    this.screen.picture(this.capture);
    if (outcome !== null) this.dispatch(outcome);
    this.tellControls();
  }

  /** Tells what can be set of the camera, and how it is, where that has changed. */
  private tellControls(): void {
    const { controls } = this.filming.grip;
    const told = newsOf(controls);
    if (told === this.told) return;
    this.screen.controls(controls);
    if (this.connection?.say({ type: "controls", controls })) this.told = told;
  }

  private connect(): void {
    this.drop()?.close();
    const { camera, token } = this.identity;
    const { stream } = this.capture;
    if (token === null) {
      this.dispatch({ type: "refused", trouble: "no_link" });
      return;
    }
    if (stream === null) {
      // The camera is just being opened afresh; what it gives goes out with the next attempt.
      this.run({ type: "pause", failures: 0, slow: false });
      return;
    }
    const endpoint = new URL(`whip/${encodeURIComponent(camera)}`, document.baseURI);
    if (this.claimed !== "") endpoint.searchParams.set("name", this.claimed);
    this.told = "";
    this.sending = new Sending();
    this.connection = new Connection(stream, this.model, {
      connected: () => this.dispatch({ type: "connected" }),
      viewed: (view) => this.viewed(view),
      outdated: () => this.dispatch({ type: "outdated" }),
      removed: () => this.dispatch({ type: "removed" }),
      replaced: () => this.dispatch({ type: "replaced" }),
      dropped: () => this.dispatch({ type: "dropped" }),
      failed: (trouble) => this.dispatch({ type: "refused", trouble }),
    });
    void this.connection.open(endpoint, token);
  }

  private viewed(view: PhoneView): void {
    this.dispatch({ type: "viewed", view });
    this.filming.obey();
    // The first view says that the channel is open.
    void this.report();
  }

  /** Forgets the connection and whatever was to follow it. */
  private drop(): Connection | null {
    const { connection } = this;
    this.connection = null;
    this.endPause();
    this.screen.figures(null);
    return connection;
  }

  private endPause(): void {
    clearTimeout(this.pause);
    this.pause = undefined;
  }
}
