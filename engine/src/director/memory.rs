use serde::{Deserialize, Serialize};

use crate::protocol::{
    CameraId, CameraName, CameraNumber, CameraSettings, CameraSound, FallbackTo, HoldText, Playout, SpoolLimits,
};

/// What the director remembers over restarts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// The cameras that were here: at most 64, those of the oldest show first.
    pub cameras: Vec<Remembered>,
    /// What stands on the hold slate.
    pub hold_text: Option<HoldText>,
    /// How far behind whoever watches may be.
    pub playout: Playout,
    /// What a camera may send, in kbit/s, if the director has said.
    pub camera_budget: Option<u32>,
    /// What is kept on the disk while nothing is recorded.
    pub spool: Option<SpoolLimits>,
    /// Where program goes when the camera on it fails.
    pub fallback: Option<FallbackTo>,
    /// Whether it goes back by itself.
    pub fallback_back: bool,
}

/// A camera as the régie remembers it over restarts, so that it comes back with its number and its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// Who it is.
    pub id: CameraId,
    /// Its number when it was last in the roster.
    pub number: CameraNumber,
    /// Its name then.
    pub name: CameraName,
    /// The name that it last claimed itself: only another claim than this one overrides a director's choice.
    pub claimed: Option<CameraName>,
    /// How its sound is made and used.
    #[serde(default)]
    pub sound: CameraSound,
    /// What the director wants of its picture whenever it films: [`CameraSettings::lasting`].
    #[serde(default)]
    pub wanted: CameraSettings,
    /// How many shows went by without it. A phone that forgot its id never comes back for its number, so the number is
    /// only held back for one show.
    #[serde(default)]
    pub missed: u8,
}

impl Remembered {
    /// Whether its number is better not given to a newcomer.
    pub(super) fn is_expected(&self) -> bool {
        self.missed <= 1
    }
}

/// Makes the last show's memory this show's: everybody has missed one more show until they join.
///
/// A camera that is in it twice keeps its later entry; the oldest ones beyond `most` are dropped.
pub(super) fn recall(mut remembered: Vec<Remembered>, most: usize) -> Vec<Remembered> {
    let mut seen = std::collections::BTreeSet::new();
    remembered.reverse();
    remembered.retain(|camera| seen.insert(camera.id.clone()));
    remembered.truncate(most);
    remembered.reverse();
    for camera in &mut remembered {
        camera.missed = camera.missed.saturating_add(1);
    }
    remembered
}
