use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Millis;

/// What the desk shows of the engine's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Settings {
    /// How many cameras the desk takes.
    pub camera_limit: u8,
    /// How much of the program a replay plays, in milliseconds.
    #[ts(type = "number")]
    pub replay_length: Millis,
    /// How far back the feeds' rings, the program's history and the desk's time line reach, in milliseconds.
    #[ts(type = "number")]
    pub history_length: Millis,
    /// How many viewers may watch program at once.
    pub viewer_limit: u16,
    /// The engine's version.
    pub version: String,
}
