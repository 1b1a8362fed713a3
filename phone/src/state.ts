import { BUDGET } from "./ctl";
import type { PhoneView } from "./protocol/PhoneView";
import type { SoundMode } from "./protocol/SoundMode";
import { bars, type CameraTrouble, type LinkTrouble, passes, type Trouble } from "./trouble";

/** Where the phone is on its way to the desk. */
export type State =
  /** Nothing runs but the phone's own picture. */
  | "idle"
  /** The browser asks for the camera. */
  | "asking"
  /** Start was pressed; the desk has not answered yet. */
  | "connecting"
  /** The desk receives the picture. */
  | "live"
  /** So does the audience. */
  | "on-air"
  /** The connection went and comes back by itself. */
  | "lost";

/** All that the page knows. */
export interface Model {
  readonly state: State;
  /** Start was pressed before there was a picture. */
  readonly armed: boolean;
  /** The camera gives a picture. */
  readonly picture: boolean;
  /** The microphone gives sound. */
  readonly sound: boolean;
  /** How the sound is captured: as the director last said. */
  readonly mode: SoundMode;
  /** The most that is sent of the picture, in kbit/s: as the director last said. */
  readonly budget: number;
  readonly camera: CameraTrouble | null;
  readonly link: LinkTrouble | null;
  /** What the desk last said; it keeps the number and the name over a loss. */
  readonly view: PhoneView | null;
  /** The desk is of another version of Régie: it and this page don't understand each other. */
  readonly outdated: boolean;
  /** The name is the operator's or the director's, not one that the desk made up. */
  readonly named: boolean;
  /** Attempts that failed in a row. */
  readonly failures: number;
}

/** What happens to the page. */
export type Event =
  /** The page was opened, or its link changed; `trouble` is what can be told without asking anybody. */
  | { readonly type: "opened"; readonly trouble: LinkTrouble | null }
  /** The desk answered whether it would take this phone. */
  | { readonly type: "checked"; readonly trouble: LinkTrouble | null }
  /** The operator wants to be asked for the camera again. */
  | { readonly type: "ask" }
  | { readonly type: "start"; readonly named: boolean }
  | { readonly type: "stop" }
  | { readonly type: "captured"; readonly sound: boolean }
  /** The sound is captured anew, beside the picture that there is. */
  | { readonly type: "heard"; readonly sound: boolean }
  | { readonly type: "not_captured"; readonly trouble: CameraTrouble }
  /** The camera stands still although it should not. */
  | { readonly type: "stalled" }
  | { readonly type: "connected" }
  | { readonly type: "viewed"; readonly view: PhoneView }
  /** The desk is of another version than this page. */
  | { readonly type: "outdated" }
  /** A connection that stood is gone. */
  | { readonly type: "dropped" }
  /** The director took the camera out. */
  | { readonly type: "removed" }
  /** Another phone or page is this camera now. */
  | { readonly type: "replaced" }
  /** An attempt to connect failed. */
  | { readonly type: "refused"; readonly trouble: LinkTrouble }
  /** The pause before the next attempt is over. */
  | { readonly type: "retry" }
  /** Another tab films as this camera now. */
  | { readonly type: "superseded" };

/** What the session has to do, in order. */
export type Effect =
  | { readonly type: "check" }
  | { readonly type: "capture" }
  | { readonly type: "connect" }
  /** Send the new picture over the connection that there is. */
  | { readonly type: "replace" }
  /** Capture the sound in another mode, and send that. */
  | { readonly type: "hear"; readonly mode: SoundMode }
  /** Send so much of the picture at most, in kbit/s. */
  | { readonly type: "limit"; readonly budget: number }
  /** Close a connection that is of no more use; the desk notices. */
  | { readonly type: "hang_up" }
  /** Say goodbye to the desk and close. */
  | { readonly type: "leave" }
  /** Load the page that the desk has now. */
  | { readonly type: "reload" }
  /** Pause, then `retry`. `slow`: the reason rarely goes within seconds. */
  | { readonly type: "pause"; readonly failures: number; readonly slow: boolean }
  | { readonly type: "remember"; readonly name: string };

/** The model before the page is opened. */
export const initial: Model = {
  state: "idle",
  armed: false,
  picture: false,
  sound: false,
  mode: "music",
  budget: BUDGET,
  camera: null,
  link: null,
  view: null,
  outdated: false,
  named: false,
  failures: 0,
};

/** Whether the phone is at work, from Start to Stop. */
export const isOn = ({ state }: Model): boolean => state !== "idle" && state !== "asking";

/** Whether the desk receives the phone: what is said of its sending is true now. */
export const isSending = ({ state }: Model): boolean => state === "live" || state === "on-air";

/** What to tell the operator about; the link's trouble first, since without it the camera is of no use. */
export const troubleOf = ({ link, camera }: Model): Trouble | null => link ?? camera;

/** The next model, and what has to be done about it. */
export function step(model: Model, event: Event): readonly [Model, readonly Effect[]] {
  switch (event.type) {
    case "opened":
      return opened(model, event.trouble);
    case "checked":
      return checked(model, event.trouble);
    case "ask":
      if (model.state !== "idle" || bars(model.link)) return [model, []];
      return [{ ...model, state: "asking", camera: null }, [{ type: "capture" }]];
    case "start":
      return start({ ...model, named: event.named });
    case "stop":
      return stop(model);
    case "superseded":
      // No goodbye: the camera goes on in the other tab.
      return isOn(model) ? [idle(model, "other_tab"), [{ type: "hang_up" }]] : [model, []];
    case "replaced":
      // It does not come back by itself: the other one would, too.
      return isOn(model) ? [idle(model, "replaced"), [{ type: "hang_up" }]] : [model, []];
    case "removed":
      return isOn(model) ? [idle(model, "removed"), [{ type: "hang_up" }]] : [model, []];
    case "captured":
      return captured({ ...model, picture: true, sound: event.sound, camera: null });
    case "heard":
      return [{ ...model, sound: event.sound }, isOn(model) ? [{ type: "replace" }] : []];
    case "not_captured": {
      const state = model.state === "asking" ? "idle" : model.state;
      return [{ ...model, state, armed: false, picture: false, sound: false, camera: event.trouble }, []];
    }
    case "stalled":
      // At work the camera is wanted back whatever happened; before that, a refusal is the operator's to change.
      return isOn(model) || (model.state === "idle" && model.picture) ? [model, [{ type: "capture" }]] : [model, []];
    case "connected":
      return connected(model);
    case "viewed":
      return viewed(model, event.view);
    case "outdated":
      // It films on: only the operator knows when there is time to load the page anew.
      return isOn(model) ? [{ ...model, outdated: true }, []] : [model, []];
    case "dropped":
      return dropped(model);
    case "refused":
      return refused(model, event.trouble);
    case "retry":
      if (isOn(model)) return [model, [{ type: "connect" }]];
      return [model, passes(model.link) ? [{ type: "check" }] : []];
  }
}

function opened(model: Model, trouble: LinkTrouble | null): readonly [Model, readonly Effect[]] {
  if (isOn(model)) return [model, []];
  if (trouble !== null) return [{ ...model, link: trouble }, []];
  const fresh = { ...model, link: null };
  if (model.picture || model.state === "asking") return [fresh, [{ type: "check" }]];
  return [{ ...fresh, state: "asking", camera: null }, [{ type: "check" }, { type: "capture" }]];
}

function checked(model: Model, trouble: LinkTrouble | null): readonly [Model, readonly Effect[]] {
  if (isOn(model)) return [model, []];
  const effects: Effect[] = passes(trouble) ? [{ type: "pause", failures: model.failures, slow: true }] : [];
  return [{ ...model, link: trouble }, effects];
}

function start(model: Model): readonly [Model, readonly Effect[]] {
  if (isOn(model)) return [model, []];
  // The desk may know the token again, as after a restart on its own data.
  if (bars(model.link)) return [model, model.link === "bad_token" ? [{ type: "check" }] : []];
  if (model.picture) return connect(model);
  const asking: Model = { ...model, state: "asking", armed: true, camera: null };
  return [asking, model.state === "asking" ? [] : [{ type: "capture" }]];
}

function stop(model: Model): readonly [Model, readonly Effect[]] {
  if (!isOn(model)) return [model, []];
  return [idle(model, null), model.outdated ? [{ type: "leave" }, { type: "reload" }] : [{ type: "leave" }]];
}

function connect(model: Model): readonly [Model, readonly Effect[]] {
  return [{ ...model, state: "connecting", armed: false, link: null, view: null, failures: 0 }, [{ type: "connect" }]];
}

function captured(model: Model): readonly [Model, readonly Effect[]] {
  if (isOn(model)) return [model, [{ type: "replace" }]];
  if (model.armed && !bars(model.link)) return connect(model);
  return [{ ...model, state: "idle", armed: false }, []];
}

function connected(model: Model): readonly [Model, readonly Effect[]] {
  if (!isOn(model)) return [model, []];
  const state = model.view?.tally === "program" ? "on-air" : "live";
  return [{ ...model, state, link: null, failures: 0 }, []];
}

function viewed(model: Model, view: PhoneView): readonly [Model, readonly Effect[]] {
  if (!isOn(model)) return [model, []];
  // A name that the desk made up ("Camera 3") belongs to this evening's number, not to the phone.
  const named = model.named || (model.view !== null && model.view.name !== view.name);
  const state = isSending(model) ? (view.tally === "program" ? "on-air" : "live") : model.state;
  const effects: Effect[] = named ? [{ type: "remember", name: view.name }] : [];
  if (view.sound !== model.mode) effects.push({ type: "hear", mode: view.sound });
  if (view.budget !== model.budget) effects.push({ type: "limit", budget: view.budget });
  return [{ ...model, state, view, outdated: false, named, mode: view.sound, budget: view.budget }, effects];
}

function dropped(model: Model): readonly [Model, readonly Effect[]] {
  if (!isSending(model)) return [model, []];
  return [
    { ...model, state: "lost", view: offAir(model.view), failures: 0 },
    [{ type: "hang_up" }, { type: "pause", failures: 0, slow: false }],
  ];
}

function refused(model: Model, trouble: LinkTrouble): readonly [Model, readonly Effect[]] {
  if (model.state !== "connecting" && model.state !== "lost") return [model, []];
  if (!passes(trouble)) return [idle(model, trouble), [{ type: "hang_up" }]];
  const failures = model.failures + 1;
  return [
    { ...model, link: trouble, view: offAir(model.view), failures },
    [{ type: "hang_up" }, { type: "pause", failures, slow: trouble === "desk_full" }],
  ];
}

function idle(model: Model, link: LinkTrouble | null): Model {
  return { ...model, state: "idle", armed: false, link, view: null, failures: 0 };
}

/** A tally that was true is not true any more once the desk cannot say so; nor is anything recorded of what is not sent. */
function offAir(view: PhoneView | null): PhoneView | null {
  return view === null ? null : { ...view, tally: "off", recorded: false };
}
