use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Millis;

/// What the desk shows of the engine's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Settings {
    /// How many cameras the desk takes.
    pub camera_limit: u8,
    /// The most that a camera may send of its pictures, in kbit/s.
    pub camera_budget: u32,
    /// How much of the program a replay plays, in milliseconds.
    #[ts(type = "number")]
    pub replay_length: Millis,
    /// How far back the feeds' rings, the program's history and the desk's time line reach, in milliseconds.
    #[ts(type = "number")]
    pub history_length: Millis,
    /// How many viewers may watch program at once.
    pub viewer_limit: u16,
    /// Longest name of a camera, in characters; more is cut off.
    pub name_limit: u16,
    /// Longest delay of a camera's sound, in milliseconds.
    #[ts(type = "number")]
    pub sound_delay_limit: Millis,
    /// Highest bound of the playout delay, in milliseconds.
    #[ts(type = "number")]
    pub playout_delay_limit: Millis,
    /// Longest text on the hold slate, in characters; more is cut off.
    pub hold_text_limit: u16,
    /// Largest picture of the hold slate, in bytes.
    pub hold_picture_limit: u32,
    /// Below so many minutes that the disk lasts there is a warning.
    pub disk_warning: u32,
    /// The engine's version.
    pub version: String,
}

impl Settings {
    /// What a camera may send, in kbit/s, unless the director says otherwise: plenty for a moving 720p at 30 in H.264
    /// baseline, and eight phones still fit on one access point.
    pub const CAMERA_BUDGET: u32 = 3_500;
    /// The budgets that may be said: from the least that shows something to more than a phone's encoder makes.
    pub const CAMERA_BUDGETS: std::ops::RangeInclusive<u32> = 300..=20_000;
}
