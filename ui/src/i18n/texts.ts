import { alarms } from "./texts/alarms";
import { cameras } from "./texts/cameras";
import { chrome } from "./texts/chrome";
import { clips } from "./texts/clips";
import { health } from "./texts/health";
import { hold } from "./texts/hold";
import { keys } from "./texts/keys";
import { measures } from "./texts/measures";
import { outputs } from "./texts/outputs";
import { recording } from "./texts/recording";
import { refusals } from "./texts/refusals";
import { replay } from "./texts/replay";
import { sound } from "./texts/sound";
import { stage } from "./texts/stage";
import { talk } from "./texts/talk";

/** Every text of the desk, short, as a crew says them: a part for each of its rooms, each with prefixes of its own. */
export const texts = {
  ...chrome,
  ...keys,
  ...stage,
  ...cameras,
  ...recording,
  ...replay,
  ...clips,
  ...measures,
  ...alarms,
  ...sound,
  ...talk,
  ...health,
  ...hold,
  ...outputs,
  ...refusals,
};

/** The name of a text. */
export type TextKey = keyof typeof texts;
