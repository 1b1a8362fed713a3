use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CameraNumber, Millis, ReplayBus};

/// What is to be kept as a clip: what is not said is as [`Command::Clip`](super::Command::Clip) says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AskedClip {
    /// Whose range.
    #[serde(default)]
    #[ts(optional, as = "Option<ReplayBus>")]
    pub on: ReplayBus,
    /// First moment shown.
    #[serde(default)]
    #[ts(optional, as = "Option<u32>")]
    pub from: Option<Millis>,
    /// First moment no longer shown.
    #[serde(default)]
    #[ts(optional, as = "Option<u32>")]
    pub to: Option<Millis>,
    /// The angle; none for the replay's, or program's own cuts.
    #[serde(default)]
    #[ts(optional)]
    pub camera: Option<CameraNumber>,
    /// What to call it; none for "Clip" and its id.
    #[serde(default)]
    #[ts(optional)]
    pub name: Option<String>,
}

/// What is said of a clip from now on: what is not said stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EditedClip {
    /// [`Clip::id`](super::Clip::id).
    pub clip: u32,
    /// Another name.
    #[serde(default)]
    #[ts(optional)]
    pub name: Option<String>,
    /// Other tags.
    #[serde(default)]
    #[ts(optional)]
    pub tags: Option<Vec<String>>,
    /// Other stars: 0 to 5.
    #[serde(default)]
    #[ts(optional)]
    pub stars: Option<u8>,
    /// Another beginning.
    #[serde(default)]
    #[ts(optional, as = "Option<u32>")]
    pub from: Option<Millis>,
    /// Another end.
    #[serde(default)]
    #[ts(optional, as = "Option<u32>")]
    pub to: Option<Millis>,
    /// Another angle.
    #[serde(default)]
    #[ts(optional)]
    pub camera: Option<CameraNumber>,
}

/// A moment that is to be marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AskedMark {
    /// What happened; at most 80 characters are kept.
    #[serde(default)]
    #[ts(optional)]
    pub label: Option<String>,
    /// The moment; none for now.
    #[serde(default)]
    #[ts(optional, as = "Option<u32>")]
    pub at: Option<Millis>,
    /// How long before it the mark is set, in milliseconds: what happened began before the key was pressed.
    #[serde(default)]
    #[ts(optional, as = "Option<u32>")]
    pub pre_roll: Millis,
}
