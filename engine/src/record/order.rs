use std::{path::PathBuf, time::Duration};

use super::{excerpt::Excerpt, person::Person};
use crate::{
    clock::SessionClock,
    feed::Follower,
    media::SessionTime,
    protocol::{CameraNumber, Segment, Source},
};

/// What a show begins with.
pub struct Setup {
    /// Where the shows' folders are.
    pub shows: PathBuf,
    /// The session clock.
    pub clock: SessionClock,
    /// What the audience sees.
    pub program: Option<Follower>,
    /// The cameras that are there.
    pub cameras: Vec<(Person, Follower)>,
    /// What is on air.
    pub on_air: PictureOnAir,
    /// Who is heard.
    pub heard: SoundOnAir,
}

/// What the audience sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureOnAir {
    /// The source.
    pub source: Source,
    /// What a replay plays from now on.
    pub segments: Vec<Segment>,
    /// How fast it plays, in percent of how fast it happened. At 0 and below the audience's picture stands.
    pub speed: i16,
}

impl PictureOnAir {
    /// Of a source that is no replay.
    #[must_use]
    pub fn live(source: Source) -> Self {
        Self { source, segments: Vec::new(), speed: 100 }
    }
}

/// Who the audience hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SoundOnAir {
    /// The camera that is heard live; none is silence, unless the replay is heard.
    pub camera: Option<CameraNumber>,
    /// Whether the replay on program is heard.
    pub replay: bool,
    /// How much later than it came it is heard.
    pub delay: Duration,
}

/// What a running show is told.
pub enum Order {
    Camera(Person, Follower),
    Numbered { number: CameraNumber, key: String },
    OnAir { at: SessionTime, picture: PictureOnAir },
    Heard { at: SessionTime, heard: SoundOnAir },
    Mark { at: SessionTime, label: Option<String> },
    Clip { number: u16, excerpts: Vec<Excerpt> },
    EndIsos,
    Erase { key: String },
}
