use std::time::Duration;

use crate::{media::SessionTime, protocol::CameraId};

/// A segment of a replay: a stretch of a camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footage {
    /// Whose pictures; none of a camera that nobody knows any more: there is nothing of it.
    pub camera: Option<CameraId>,
    /// First moment shown.
    pub from: SessionTime,
    /// First moment no longer shown.
    pub to: SessionTime,
}

impl Footage {
    pub(super) fn duration(&self) -> Duration {
        self.to.since(self.from)
    }
}

/// A moment of a replay's footage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// In which of its segments, counted from 0.
    pub segment: usize,
    /// When that was, on the session clock.
    pub at: SessionTime,
}

/// Segments, one after the other: a position is how far something is behind the first one's beginning.
#[derive(Debug)]
pub struct Segments(Vec<Footage>);

impl Segments {
    /// None where there is nothing.
    pub fn new(segments: Vec<Footage>) -> Option<Self> {
        (!segments.is_empty()).then_some(Self(segments))
    }

    pub fn get(&self, segment: usize) -> Option<&Footage> {
        self.0.get(segment)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Footage> {
        self.0.iter()
    }

    /// How long they are together.
    pub fn duration(&self) -> Duration {
        self.0.iter().map(Footage::duration).sum()
    }

    /// The position at which a segment begins.
    pub fn begin(&self, segment: usize) -> Duration {
        self.0.iter().take(segment).map(Footage::duration).sum()
    }

    /// The position at which a segment ends.
    pub fn end(&self, segment: usize) -> Duration {
        self.begin(segment + 1)
    }

    /// What is at a position; beyond the end that is the end.
    pub fn moment(&self, position: Duration) -> Moment {
        let mut rest = position;
        for (segment, footage) in self.0.iter().enumerate() {
            let (duration, is_last) = (footage.duration(), segment + 1 == self.0.len());
            if rest < duration || is_last {
                return Moment { segment, at: footage.from + rest.min(duration) };
            }
            rest -= duration;
        }
        unreachable!("there is a segment")
    }

    /// The position of a moment, which is brought into its segment, and where there is none, to the end.
    pub fn position(&self, moment: Moment) -> Duration {
        let Some(footage) = self.0.get(moment.segment) else { return self.duration() };
        self.begin(moment.segment) + moment.at.since(footage.from).min(footage.duration())
    }
}
