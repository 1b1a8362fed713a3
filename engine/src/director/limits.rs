use super::disk_space::WARNING;
use crate::protocol::{CameraName, CameraSound, Hold, HoldText, Millis, Playout, Settings};

/// The most cameras that a roster may be set to take, and the most that are remembered.
pub(super) const MOST_CAMERAS: u8 = 64;

/// How many viewers may watch program unless somebody says otherwise: a class, a team's parents.
pub(super) const VIEWER_LIMIT: u16 = 50;

/// What a phone marks began so long before it was pressed.
pub(super) const PHONE_PRE_ROLL: Millis = 5_000;

/// Whoever holds a phone marks something once in so long: more is a finger that trembles.
pub(super) const PHONE_MARKS_APART: Millis = 1_000;

/// A cue that was seen is shown on the desk for so long.
pub(super) const SEEN_CUE: Millis = 10_000;

/// The most links at a time.
pub(super) const MOST_LINKS: usize = 8;

/// A camera that never had a picture is forgotten when it has been gone for so long: a phone's page that can't connect
/// tries again after four seconds at most, and who starts an encoder by hand has looked at its error by then. It only
/// loses its number, which it gets back if nobody else came.
pub(super) const FORGOTTEN_AFTER: Millis = 30_000;

/// A replay shorter than this is a flash, not a replay: it is refused.
pub(super) const SHORTEST_REPLAY: Millis = 500;

/// The most cuts in a replay: an hour of quick ones.
pub(super) const MOST_SEGMENTS: usize = 1_000;

/// The most angles that are played one after the other.
pub(super) const MOST_ANGLES: usize = MOST_CAMERAS as usize;

/// The most marks: a whole season's goals. The oldest go.
pub(super) const MOST_MARKS: usize = 2_000;

/// The most clips: the whole state is told at once to who connects.
pub(super) const MOST_CLIPS: usize = 1_000;

/// The most playlists.
pub(super) const MOST_PLAYLISTS: usize = 100;

/// The most clips in a playlist: so many fit into one command.
pub(super) const MOST_ENTRIES: usize = 200;

/// The most pictures in one step: some seconds of them, which is nearer to a jump.
pub(super) const LARGEST_STEP: u32 = 250;

/// How far the director's house reaches. What is out of range is brought into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many cameras the desk takes, lost ones included: 1 to 64.
    pub camera_limit: u8,
    /// How much of the program a replay plays, in milliseconds: at least 500.
    pub replay_length: Millis,
    /// How far back the program's history reaches, in milliseconds: at least `replay_length`. Feeds should reach as
    /// far, since a replay may ask for anything in it.
    pub history_length: Millis,
    /// How many viewers may watch program at once.
    pub viewer_limit: u16,
}

impl Default for Limits {
    fn default() -> Self {
        Self { camera_limit: 16, replay_length: 10_000, history_length: 60_000, viewer_limit: VIEWER_LIMIT }
    }
}

impl Limits {
    /// The limits in range, as everyone sees them.
    pub(super) fn settings(self, version: String) -> Settings {
        let replay_length = self.replay_length.max(SHORTEST_REPLAY);
        Settings {
            camera_limit: self.camera_limit.clamp(1, MOST_CAMERAS),
            camera_budget: Settings::CAMERA_BUDGET,
            replay_length,
            history_length: self.history_length.max(replay_length),
            viewer_limit: self.viewer_limit,
            name_limit: CameraName::MAX_CHARS,
            sound_delay_limit: CameraSound::LONGEST_DELAY,
            playout_delay_limit: Playout::LONGEST_DELAY,
            hold_text_limit: HoldText::MAX_CHARS,
            hold_picture_limit: Hold::LARGEST_PICTURE,
            disk_warning: WARNING,
            version,
        }
    }
}
