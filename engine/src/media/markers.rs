use std::time::Duration;

use super::SessionTime;

/// How long the first keyframe is held at most: what a missing packet is waited for too, and four pictures at 30 a
/// second.
const HELD: Duration = Duration::from_millis(150);

/// Whether a sender's marker bits say where its pictures end.
///
/// A marker is a hint that must not be relied on (RFC 6184 section 5.1): some senders set it on each slice or NAL unit,
/// and a picture that is cut there is green below. What is certain is the timestamp, and whether a packet begins a
/// picture or goes on with one; but that is known with the next packet only, a picture later. So a sender is believed
/// until it is shown to be wrong, which can cost a picture, and not before it was right once: its first keyframe, which
/// of all its pictures has most slices, is held until what follows it proves the marker, or nothing does. That delays the
/// first picture of a connection by the time to the next, and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Markers {
    /// No keyframe has ended with one yet.
    #[default]
    Unproven,
    /// A picture ends with them.
    Believed,
    /// A picture went on behind one: from then on it ends where the next one begins.
    Refuted,
}

impl Markers {
    /// What is believed of a marker of a picture that is a `keyframe` or not: that it ends there.
    pub fn end(self, keyframe: bool) -> bool {
        match self {
            Self::Unproven => !keyframe,
            Self::Believed => true,
            Self::Refuted => false,
        }
    }

    /// Another picture follows one that had a marker, or nothing for long enough.
    pub fn proven(&mut self) {
        if *self == Self::Unproven {
            *self = Self::Believed;
        }
    }

    /// When a picture goes out whose marker came at `marked` though nothing has followed.
    pub fn deadline(self, marked: SessionTime) -> Option<SessionTime> {
        match self {
            Self::Unproven => Some(marked + HELD),
            Self::Believed | Self::Refuted => None,
        }
    }
}
