use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CameraNumber, Millis};

/// What is kept of the past, beyond what is live.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ArchiveState {
    /// How far back there may be pictures; none while there are none.
    #[ts(type = "number | null")]
    pub begin: Option<Millis>,
    /// What is kept on the disk while nothing is recorded; none for nothing.
    pub spool: Option<SpoolLimits>,
    /// What the spool takes of the disk now, in bytes.
    #[ts(type = "number")]
    pub spool_bytes: u64,
}

/// How much a spool may keep: what is beyond either is deleted, the oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SpoolLimits {
    /// Time, in minutes.
    pub minutes: u32,
    /// Room on the disk, in megabytes (10^6 bytes).
    pub megabytes: u32,
}

impl SpoolLimits {
    /// The minutes that can be kept: up to a day.
    pub const MINUTES: std::ops::RangeInclusive<u32> = 1..=1_440;
    /// The room that can be given, in megabytes: from a minute of one camera on.
    pub const MEGABYTES: std::ops::RangeInclusive<u32> = 50..=4_000_000;

    /// Whether so much can be kept.
    #[must_use]
    pub fn is_in_range(self) -> bool {
        Self::MINUTES.contains(&self.minutes) && Self::MEGABYTES.contains(&self.megabytes)
    }
}

/// A moment that the director marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Mark {
    /// Distinguishes marks, over restarts too; counts up from 1.
    pub id: u32,
    /// The moment: what happened, its pre-roll taken off.
    #[ts(type = "number")]
    pub at: Millis,
    /// What the director called it.
    pub label: Option<String>,
}

/// A stretch of the past that is kept in the list, of all cameras.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Clip {
    /// Distinguishes clips, over restarts too; counts up from 1.
    pub id: u32,
    /// What the director calls it; never empty.
    pub name: String,
    /// First moment shown.
    #[ts(type = "number")]
    pub from: Millis,
    /// First moment no longer shown.
    #[ts(type = "number")]
    pub to: Millis,
    /// The angle that it is shown from at first; none for program's own cuts.
    pub camera: Option<CameraNumber>,
    /// What of program's own cuts is in it, in order: what plays where no angle is chosen.
    pub cuts: Vec<super::Segment>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// How good it is: 0 to 5.
    pub stars: u8,
}

impl Clip {
    /// The numbers of the cameras in it, to be changed.
    pub(crate) fn cameras_mut(&mut self) -> impl Iterator<Item = &mut CameraNumber> {
        self.camera.iter_mut().chain(self.cuts.iter_mut().map(|segment| &mut segment.camera))
    }
}

/// Clips in an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Playlist {
    /// Distinguishes playlists, over restarts too; counts up from 1.
    pub id: u32,
    /// What the director calls it; never empty.
    pub name: String,
    /// What it plays.
    pub entries: Vec<PlaylistEntry>,
    /// Whether it begins anew at its end, until somebody ends it.
    pub loops: bool,
}

/// A clip in a playlist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlaylistEntry {
    /// [`Clip::id`].
    pub clip: u32,
    /// The angle; none for the clip's own.
    pub camera: Option<CameraNumber>,
    /// In percent of how fast it happened: 10 to 400.
    pub speed: i16,
}
