import type { Browser } from "./browser";
import type { CameraSettings } from "./protocol/CameraSettings";
import type { SoundMode } from "./protocol/SoundMode";
import type { Tally } from "./protocol/Tally";
import type { State } from "./state";
import { en } from "./texts/en";
import { fr } from "./texts/fr";
import type { Trouble } from "./trouble";

/** Everything that the page says. */
export interface Texts {
  readonly title: string;
  readonly name: string;
  readonly nameExample: string;
  /** What whoever presses Start agrees to. */
  readonly consent: string;
  readonly start: string;
  readonly flip: string;
  /** A mark, and that it is made; "please take me". */
  readonly mark: string;
  readonly marked: string;
  readonly call: string;
  /** Under a cue of the director's. */
  readonly seen: string;
  /** The phone is likely hot: what helps, and the key that does something. */
  readonly hot: string;
  readonly cooler: string;
  /** Which of more than two lenses. */
  readonly lens: string;
  /** How the picture is set. */
  readonly look: string;
  readonly torch: string;
  /** Lenses, by where they look; a number follows where there are several. */
  readonly rear: string;
  readonly front: string;
  /** Held as it is. */
  readonly lock: string;
  readonly grid: string;
  readonly level: string;
  /** The phone is held upright, and nobody wants that. */
  readonly turn: string;
  /** It may not turn its picture. */
  readonly turnLocked: string;
  /** The director wants no sound of it. */
  readonly muted: string;
  /** The phone shakes when it goes on air, and when it is written to. */
  readonly buzz: string;
  /** The director is heard, or not. */
  readonly listen: string;
  readonly stop: string;
  /** Stop asks for a second tap. */
  readonly stopSure: string;
  readonly again: string;
  /** In portrait, before the start. */
  readonly sideways: string;
  /** While the browser asks. */
  readonly allow: string;
  readonly comingBack: string;
  readonly noSound: string;
  /** The same, while at work. */
  readonly silent: string;
  /** While the desk records. */
  readonly rec: string;
  /** What the microphone is for, while at work. */
  readonly mode: Record<SoundMode, string>;
  readonly keepAwake: string;
  /** The camera offered something and then did not do it. */
  readonly refused: string;
  /** What can be set of a camera. */
  readonly setting: Record<Exclude<keyof CameraSettings, "kbps" | "muted" | "portrait">, string>;
  /** The page and the desk are of different versions. */
  readonly outdated: string;
  readonly signal: string;
  /** Nothing of the page works. */
  readonly broken: string;
  readonly state: Record<State, string>;
  readonly tally: Record<Tally, string>;
  /** So many seconds until the audience sees this camera. */
  readonly liveIn: string;
  readonly trouble: Record<Trouble, string>;
  /** Where the camera is allowed again, in browsers of phones. */
  readonly refusedBy: Record<Exclude<Browser, "other">, string>;
}

/** A language that the page speaks. */
export type Language = "en" | "fr";

/** Both languages. */
export const TEXTS: Record<Language, Texts> = { en, fr };

/** The page's language: the one asked for, else the first of the operator's that the page speaks, else English. */
export function pickLanguage(asked: string | null, spoken: readonly string[]): Language {
  for (const tag of [asked ?? "", ...spoken]) {
    const language = tag.toLowerCase().split("-", 1)[0];
    if (language === "fr" || language === "en") return language;
  }
  return "en";
}
