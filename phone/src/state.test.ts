import { describe, expect, test } from "vitest";
import type { PhoneView } from "./protocol/PhoneView";
import { type Effect, type Event, initial, type Model, type State, step, troubleOf } from "./state";
import type { LinkTrouble } from "./trouble";

const view = (tally: PhoneView["tally"], name = "Stage left"): PhoneView => ({
  number: 2,
  name,
  tally,
  sound: "music",
  recorded: false,
  budget: 3500,
  live_in: null,
  wanted: { serial: 0, settings: {} },
  cue: null,
  calls: false,
  spoken_to: false,
});

/** Plays events one after the other: the last model, and the effects of the last event. */
function play(...events: Event[]): { model: Model; effects: readonly Effect["type"][]; states: State[] } {
  let model = initial;
  let effects: readonly Effect[] = [];
  const states: State[] = [];
  for (const event of events) {
    [model, effects] = step(model, event);
    states.push(model.state);
  }
  return { model, effects: effects.map(({ type }) => type), states };
}

const OPENED: Event = { type: "opened", trouble: null };
const CHECKED: Event = { type: "checked", trouble: null };
const CAPTURED: Event = { type: "captured", sound: true };
const START: Event = { type: "start", named: true };
const CONNECTED: Event = { type: "connected" };
const refused = (trouble: LinkTrouble): Event => ({ type: "refused", trouble });
const viewed = (tally: PhoneView["tally"], name?: string): Event => ({ type: "viewed", view: view(tally, name) });
const LIVE: Event[] = [OPENED, CHECKED, CAPTURED, START, CONNECTED, viewed("off")];

describe("the sound's mode", () => {
  const heard = (sound: PhoneView["sound"]): Event => ({ type: "viewed", view: { ...view("off"), sound } });

  test("is the director's, and is taken up once", () => {
    expect(play(...LIVE, heard("speech")).effects).toContain("hear");
    expect(play(...LIVE, heard("speech")).model.mode).toBe("speech");
    expect(play(...LIVE, heard("speech"), heard("speech")).effects).not.toContain("hear");
    expect(play(...LIVE).effects).not.toContain("hear");
  });

  test("outlasts a connection, and is said again by the desk", () => {
    const again = play(...LIVE, heard("speech"), { type: "dropped" }, { type: "retry" }, CONNECTED);
    expect(again.model.mode).toBe("speech");
  });
});

describe("an evening", () => {
  test("goes from idle over asking and connecting to live, on air, lost and back", () => {
    const { states } = play(
      ...LIVE,
      viewed("preview"),
      viewed("program"),
      { type: "dropped" },
      { type: "retry" },
      refused("unreachable"),
      { type: "retry" },
      CONNECTED,
      viewed("off"),
      { type: "stop" },
    );
    expect(states).toEqual([
      ...["asking", "asking", "idle", "connecting", "live", "live"],
      ...["live", "on-air", "lost", "lost", "lost", "lost", "live", "live", "idle"],
    ]);
  });
});

const CASES: { name: string; events: Event[]; state: State; effects: Effect["type"][]; trouble?: string | null }[] = [
  {
    name: "a good link asks the desk and the camera",
    events: [OPENED],
    state: "asking",
    effects: ["check", "capture"],
  },
  {
    name: "a link without a token does not ask for the camera",
    events: [{ type: "opened", trouble: "no_link" }],
    state: "idle",
    effects: [],
    trouble: "no_link",
  },
  {
    name: "Start on such a link does nothing",
    events: [{ type: "opened", trouble: "no_link" }, START],
    state: "idle",
    effects: [],
    trouble: "no_link",
  },
  {
    name: "an old link is told before the start",
    events: [OPENED, CAPTURED, { type: "checked", trouble: "bad_token" }],
    state: "idle",
    effects: [],
    trouble: "bad_token",
  },
  {
    name: "and Start asks the desk about it again",
    events: [OPENED, CAPTURED, { type: "checked", trouble: "bad_token" }, START],
    state: "idle",
    effects: ["check"],
    trouble: "bad_token",
  },
  {
    name: "a new link on the same page is checked again, and the picture stays",
    events: [OPENED, CAPTURED, { type: "checked", trouble: "bad_token" }, OPENED],
    state: "idle",
    effects: ["check"],
    trouble: null,
  },
  {
    name: "a full desk is asked again by itself",
    events: [OPENED, CAPTURED, { type: "checked", trouble: "desk_full" }],
    state: "idle",
    effects: ["pause"],
    trouble: "desk_full",
  },
  {
    name: "and the next question is a check, not a start",
    events: [OPENED, CAPTURED, { type: "checked", trouble: "desk_full" }, { type: "retry" }],
    state: "idle",
    effects: ["check"],
    trouble: "desk_full",
  },
  {
    name: "Start before the camera was allowed connects once it is",
    events: [OPENED, START, CAPTURED],
    state: "connecting",
    effects: ["connect"],
  },
  {
    name: "Start after a refusal asks again",
    events: [OPENED, { type: "not_captured", trouble: "camera_refused" }, START],
    state: "asking",
    effects: ["capture"],
    trouble: null,
  },
  {
    name: "so does Try again, without starting",
    events: [OPENED, { type: "not_captured", trouble: "camera_busy" }, { type: "ask" }, CAPTURED],
    state: "idle",
    effects: [],
    trouble: null,
  },
  {
    name: "a refused camera is idle with its sentence",
    events: [OPENED, START, { type: "not_captured", trouble: "camera_refused" }],
    state: "idle",
    effects: [],
    trouble: "camera_refused",
  },
  {
    name: "an old link ends the attempts",
    events: [OPENED, CAPTURED, START, refused("bad_token")],
    state: "idle",
    effects: ["hang_up"],
    trouble: "bad_token",
  },
  {
    name: "a desk that fills up meanwhile is asked again",
    events: [OPENED, CAPTURED, START, refused("desk_full")],
    state: "connecting",
    effects: ["hang_up", "pause"],
    trouble: "desk_full",
  },
  {
    name: "a loss is followed by an attempt",
    events: [...LIVE, { type: "dropped" }],
    state: "lost",
    effects: ["hang_up", "pause"],
  },
  { name: "Stop says goodbye", events: [...LIVE, { type: "stop" }], state: "idle", effects: ["leave"] },
  {
    name: "Stop while lost ends the attempts",
    events: [...LIVE, { type: "dropped" }, { type: "stop" }, { type: "retry" }],
    state: "idle",
    effects: [],
  },
  {
    name: "a camera that the director took out does not come back by itself",
    events: [...LIVE, { type: "removed" }, { type: "dropped" }, { type: "retry" }],
    state: "idle",
    effects: [],
    trouble: "removed",
  },
  {
    name: "but it does when its operator starts again",
    events: [...LIVE, { type: "removed" }, START],
    state: "connecting",
    effects: ["connect"],
    trouble: null,
  },
  {
    name: "a camera that another phone took over does not come back by itself: they would fight for ever",
    events: [...LIVE, { type: "replaced" }, { type: "dropped" }, { type: "retry" }],
    state: "idle",
    effects: [],
    trouble: "replaced",
  },
  {
    name: "another tab takes over without a goodbye",
    events: [...LIVE, { type: "superseded" }],
    state: "idle",
    effects: ["hang_up"],
    trouble: "other_tab",
  },
  {
    name: "a camera that stands still is opened afresh",
    events: [...LIVE, { type: "stalled" }],
    state: "live",
    effects: ["capture"],
  },
  {
    name: "and its picture goes out over the same connection",
    events: [...LIVE, { type: "stalled" }, CAPTURED],
    state: "live",
    effects: ["replace"],
  },
  {
    name: "a camera that is taken away while live is told and wanted back",
    events: [...LIVE, { type: "not_captured", trouble: "camera_busy" }, { type: "stalled" }],
    state: "live",
    effects: ["capture"],
    trouble: "camera_busy",
  },
  {
    name: "before the start a refused camera is left alone",
    events: [OPENED, { type: "not_captured", trouble: "camera_refused" }, { type: "stalled" }],
    state: "idle",
    effects: [],
    trouble: "camera_refused",
  },
  {
    name: "a late drop after Stop changes nothing",
    events: [...LIVE, { type: "stop" }, { type: "dropped" }],
    state: "idle",
    effects: [],
  },
];

describe("each event", () => {
  test.each(CASES)("$name", ({ events, state, effects, trouble }) => {
    const played = play(...events);
    expect(played.model.state).toBe(state);
    expect(played.effects).toEqual(effects);
    if (trouble !== undefined) expect(troubleOf(played.model)).toBe(trouble);
  });
});

describe("the pause", () => {
  test("grows with the attempts in a row and starts anew after a success", () => {
    let model = play(...LIVE, { type: "dropped" }).model;
    const failures: number[] = [];
    for (const event of [refused("unreachable"), refused("blocked"), CONNECTED, { type: "dropped" } as const]) {
      const [next, effects] = step(model, event);
      model = next;
      for (const effect of effects) if (effect.type === "pause") failures.push(effect.failures);
    }
    expect(failures).toEqual([1, 2, 0]);
  });

  test("is long for what only a person changes", () => {
    const [, effects] = step(play(OPENED, CAPTURED, START).model, refused("desk_full"));
    expect(effects).toContainEqual({ type: "pause", failures: 1, slow: true });
  });
});

describe("the tally", () => {
  test("is not believed any more once the connection is lost", () => {
    expect(play(...LIVE, viewed("program"), { type: "dropped" }).model.view).toEqual(view("off"));
    const recorded: Event = { type: "viewed", view: { ...view("program"), recorded: true } };
    expect(play(...LIVE, recorded).model.view?.recorded).toBe(true);
    expect(play(...LIVE, recorded, { type: "dropped" }).model.view).toEqual(view("off"));
  });

  test("that comes before the connection stands counts when it does", () => {
    expect(play(OPENED, CAPTURED, START, viewed("program"), CONNECTED).model.state).toBe("on-air");
  });
});

describe("the budget", () => {
  const budget = (kbps: number): Event => ({ type: "viewed", view: { ...view("off"), budget: kbps } });

  test("is sent within from when the director says another one", () => {
    expect(step(play(...LIVE).model, budget(2000))[1]).toContainEqual({ type: "limit", budget: 2000 });
    expect(play(...LIVE, budget(2000), budget(2000)).effects).toEqual(["remember"]);
  });

  test("is still known when the phone connects again", () => {
    expect(play(...LIVE, budget(2000), { type: "dropped" }).model.budget).toBe(2000);
  });
});

describe("the name", () => {
  const unnamed: Event[] = [OPENED, CAPTURED, { type: "start", named: false }, CONNECTED];

  test("of the operator is remembered as the desk has it", () => {
    expect(play(...LIVE).effects).toEqual(["remember"]);
  });

  test("that the desk made up is not", () => {
    expect(play(...unnamed, viewed("off", "Camera 2"), viewed("program", "Camera 2")).effects).toEqual([]);
  });

  test("that the director gave is", () => {
    expect(play(...unnamed, viewed("off", "Camera 2"), viewed("off", "Crane")).effects).toEqual(["remember"]);
  });

  test("and the number are still known while lost", () => {
    expect(play(...LIVE, { type: "dropped" }, refused("unreachable")).model.view).toEqual(view("off"));
  });
});

describe("a desk of another version", () => {
  test("goes on with the picture, and the page loads anew once Stop is pressed", () => {
    const started = [OPENED, CHECKED, CAPTURED, START, CONNECTED];
    const outdated: Event = { type: "outdated" };
    expect(play(...started, outdated)).toMatchObject({ model: { state: "live", outdated: true }, effects: [] });
    const again = [{ type: "dropped" }, { type: "retry" }, CONNECTED] as const;
    expect(play(...started, outdated, ...again).model).toMatchObject({ state: "live", outdated: true });
    expect(play(...started, outdated, { type: "stop" }).effects).toEqual(["leave", "reload"]);
  });

  test("that has this page's version again is heard again", () => {
    const { model, effects } = play(...LIVE, { type: "outdated" }, viewed("program"), { type: "stop" });
    expect([model.outdated, effects]).toEqual([false, ["leave"]]);
  });

  test("is none for a page that does nothing", () => {
    expect(play(OPENED, { type: "outdated" }).model.outdated).toBe(false);
  });
});
