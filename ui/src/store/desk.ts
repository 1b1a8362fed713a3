import { batch, computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type { Link } from "../host/host";
import type { Camera } from "../protocol/Camera";
import type { CameraTelemetry } from "../protocol/CameraTelemetry";
import type { Level } from "../protocol/Level";
import type { Link as ServerLink } from "../protocol/Link";
import type { OnAir } from "../protocol/OnAir";
import type { Snapshot } from "../protocol/Snapshot";
import type { Telemetry } from "../protocol/Telemetry";
import type { ToDesk } from "../protocol/ToDesk";
import { apply, swapped } from "./apply";
import { hasHappened, setSessionClock } from "./clock";

/** How the desk stands with its engine. */
export const link = signal<Link>("connecting");

/** The engine's whole state; null before the first snapshot. */
export const state = signal<Snapshot | null>(null);

/** The newest figures, by camera number. */
export const figures = signal<ReadonlyMap<number, CameraTelemetry>>(new Map());

/** Program's viewers and the recordings' disk, as last told. */
export const outside = signal<Pick<Telemetry, "viewers" | "disk">>({ viewers: 0, disk: null });

/** How loud the cameras are, by number; one without sound is not in it. */
export const levels = signal<ReadonlyMap<number, Level>>(new Map());

/** Which desk this one is to the engine; null before it said. */
export const desk = signal<number | null>(null);

const NO_CAMERAS: readonly Camera[] = [];
const NO_LINKS: readonly ServerLink[] = [];
const NO_HISTORY: readonly OnAir[] = [];

/** The roster, by number. */
export const cameras = computed<readonly Camera[]>(() => state.value?.cameras ?? NO_CAMERAS);
/** The feed of each camera, by number. */
export const feeds = computed<ReadonlyMap<number, number>>(() => new Map(cameras.value.map((c) => [c.number, c.feed])));
/** The number of each feed's camera. */
export const numbers = computed<ReadonlyMap<number, number>>(
  () => new Map(cameras.value.map((c) => [c.feed, c.number])),
);
/** The camera that program shows when it is live, no replay plays and the director doesn't hold. */
export const selected = computed(() => state.value?.selected ?? null);
/** What was on program, oldest first. */
export const history = computed<readonly OnAir[]>(() => state.value?.history ?? NO_HISTORY);
/** What is on program. */
export const onAir = computed<OnAir | null>(() => history.value[history.value.length - 1] ?? null);
/** The replay on program, if one plays. */
export const replay = computed(() => state.value?.replay ?? null);
/** The recording under way, if there is one. */
export const recording = computed(() => state.value?.recording ?? null);
/** The last show that was recorded. */
export const lastShow = computed(() => state.value?.last_show ?? null);
/** The sound of program. */
export const programSound = computed(() => state.value?.sound ?? null);
/** How far behind whoever watches may be. */
export const playout = computed(() => state.value?.playout ?? null);
/** How far behind the audience sees the camera on program, in milliseconds; null where none is. */
export const programDelay = computed(() => {
  const source = onAir.value?.source;
  if (source?.kind !== "camera" || !playout.value || playout.value.kind === "as_it_comes") return null;
  return cameras.value.find(({ number }) => number === source.camera)?.playout_delay ?? null;
});
/** The links to other servers, by id. */
export const links = computed(() => state.value?.links ?? NO_LINKS);
/** The hold slate. */
export const hold = computed(() => state.value?.hold ?? null);
/** Where program goes when the camera on it fails, and whether it did. */
export const fallback = computed(() => state.value?.fallback ?? null);
/** The way in for phones. */
export const join = computed(() => state.value?.join ?? null);
/** The engine's settings. */
export const settings = computed(() => state.value?.settings ?? null);
/** No camera is known and nothing plays: the desk shows the way in instead of pictures. */
export const empty = computed(() => cameras.value.length === 0 && onAir.value?.source.kind !== "replay");

/** One camera of the roster, for as long as it is in it. */
export function cameraSignal(number: number): ReadonlySignal<Camera | null> {
  return computed(() => cameras.value.find((camera) => camera.number === number) ?? null);
}

/** The figures are of the cameras, whatever their numbers are now. */
function renumberFigures(one: number, other: number): void {
  const number = (camera: number) => swapped(camera, one, other);
  figures.value = new Map(
    [...figures.value].map(([camera, its]) => [number(camera), { ...its, camera: number(camera) }]),
  );
  levels.value = new Map(
    [...levels.value].map(([camera, its]) => [number(camera), { ...its, camera: number(camera) }]),
  );
}

/** Takes in a message of the engine. False when events are missing and a new snapshot is needed. */
export function receive(message: ToDesk): boolean {
  switch (message.type) {
    case "snapshot":
      batch(() => {
        setSessionClock(message.snapshot.now);
        state.value = message.snapshot;
      });
      return true;
    case "event": {
      const next = state.value && apply(state.value, message.event);
      if (!next) return false;
      const { event } = message.event;
      if (event.type === "on_air") hasHappened(event.on_air.since);
      batch(() => {
        state.value = next;
        if (event.type === "renumbered") renumberFigures(event.camera, event.to);
      });
      return true;
    }
    case "telemetry":
      batch(() => {
        const { cameras, viewers, disk } = message.telemetry;
        figures.value = new Map(cameras.map((camera) => [camera.camera, camera]));
        outside.value = { viewers, disk };
      });
      return true;
    case "levels":
      levels.value = new Map(message.levels.map((level) => [level.camera, level]));
      return true;
    case "desk":
      desk.value = message.id;
      return true;
    case "reply":
      return true;
  }
}
