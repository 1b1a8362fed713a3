use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CameraNumber, Millis};

/// What a bus can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// Nothing to show: no camera yet, or the chosen one is lost.
    Slate,
    /// The hold slate: the director shows no picture on purpose.
    Hold,
    /// A camera's live picture.
    Camera {
        /// The camera.
        camera: CameraNumber,
    },
    /// A replay.
    Replay {
        /// Its [`Replay::id`].
        id: u32,
    },
}

impl Source {
    /// The number of the camera that it is, to be changed.
    pub(crate) fn camera_mut(&mut self) -> Option<&mut CameraNumber> {
        match self {
            Self::Camera { camera } => Some(camera),
            Self::Slate | Self::Hold | Self::Replay { .. } => None,
        }
    }
}

/// What the audience sees, and since when. It lasts until the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OnAir {
    /// The source on program.
    pub source: Source,
    /// When it went on.
    #[ts(type = "number")]
    pub since: Millis,
}
