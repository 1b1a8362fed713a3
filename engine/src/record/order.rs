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
    pub on_air: (Source, Vec<Segment>),
    /// Who is heard.
    pub heard: SoundOnAir,
}

/// Who the audience hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SoundOnAir {
    /// The camera; none is silence.
    pub camera: Option<CameraNumber>,
    /// How much later than it came it is heard.
    pub delay: Duration,
}

/// What a running show is told.
pub enum Order {
    Camera(Person, Follower),
    Numbered { number: CameraNumber, key: String },
    OnAir { at: SessionTime, source: Source, segments: Vec<Segment> },
    Heard { at: SessionTime, heard: SoundOnAir },
    Mark { at: SessionTime, label: Option<String> },
    Clip { number: u16, excerpts: Vec<Excerpt> },
    EndIsos,
    Erase { key: String },
}
