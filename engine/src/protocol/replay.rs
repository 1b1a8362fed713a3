use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CameraNumber, Millis};

/// Where a replay is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReplayBus {
    /// To the audience.
    #[default]
    Program,
    /// Off air, to the one who cued it.
    Cue,
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
    /// When its first picture was shown, from which on it plays; none until then. The audience sees the picture before it
    /// for so long, half a second at most.
    #[ts(type = "number | null")]
    pub rolling: Option<Millis>,
    /// How long its segments are together.
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

/// A replay that is on program or cued, and where it is.
///
/// At the session time `now` it is at `at + (now - since) * speed / 100` of its segment; beyond the segment's end (its
/// beginning, where it runs backwards) it is in the next one (the one before). At the end of the last one program returns
/// to live, and a cue stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlayerState {
    /// [`Replay::id`]: cues are counted with the replays on program.
    pub id: u32,
    /// Where it is shown.
    pub on: ReplayBus,
    /// Whose desk's cue it is; none on program, and for a cue that was asked for over HTTP.
    #[ts(type = "number | null")]
    pub desk: Option<u64>,
    /// The angle; none while it plays program's own cuts or several angles one after the other.
    pub camera: Option<CameraNumber>,
    /// What it plays, in order.
    pub segments: Vec<Segment>,
    /// Which of the segments it was in at `since`, counted from 0.
    pub segment: u32,
    /// Where it was at `since`, on the session clock.
    #[ts(type = "number")]
    pub at: Millis,
    /// When it was there: the last change, or its first picture. A state says where it is when the state was taken.
    #[ts(type = "number")]
    pub since: Millis,
    /// The first moment of the range.
    #[ts(type = "number")]
    pub from: Millis,
    /// The first moment behind the range.
    #[ts(type = "number")]
    pub to: Millis,
    /// In percent of how fast it happened; 0 stands, negative runs backwards.
    pub speed: i16,
    /// What it plays of a playlist, if it plays one.
    pub playing: Option<PlaylistPosition>,
}

/// Where in a playlist somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlaylistPosition {
    /// [`Playlist::id`](super::Playlist::id).
    pub playlist: u32,
    /// The entry that plays, counted from 0.
    pub entry: u32,
}

impl PlayerState {
    /// The speeds that it takes, in percent.
    pub const SPEEDS: std::ops::RangeInclusive<i16> = -400..=400;

    /// The numbers of the cameras in it, to be changed.
    pub(crate) fn cameras_mut(&mut self) -> impl Iterator<Item = &mut CameraNumber> {
        self.camera.iter_mut().chain(self.segments.iter_mut().map(|segment| &mut segment.camera))
    }
}
