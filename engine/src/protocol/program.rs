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

/// A stretch of one camera's feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Segment {
    /// The camera.
    pub camera: CameraNumber,
    /// First moment shown.
    #[ts(type = "number")]
    pub from: Millis,
    /// First moment no longer shown.
    #[ts(type = "number")]
    pub to: Millis,
}

/// A replay that is on program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Replay {
    /// Distinguishes replays of one session; counts up from 1.
    pub id: u32,
    /// What it plays, in order.
    pub segments: Vec<Segment>,
    /// When it was started.
    #[ts(type = "number")]
    pub started: Millis,
    /// When its first picture was shown, from which on it plays a second a second; none until then. The audience sees
    /// the picture before it for so long, half a second at most.
    #[ts(type = "number | null")]
    pub rolling: Option<Millis>,
    /// How long it plays, from [`Replay::rolling`] on.
    #[ts(type = "number")]
    pub duration: Millis,
}

/// Why a replay ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReplayEnd {
    /// It played to its end.
    Finished,
    /// The director cut, or returned to live.
    Stopped,
    /// Its frames were no longer there.
    Failed,
}
