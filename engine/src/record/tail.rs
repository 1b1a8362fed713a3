use std::time::Duration;

use crate::media::{Frame, SessionTime, Track};

/// The end of a recording is waited for so long: connections give up what is missing sooner.
const LONGEST: Duration = Duration::from_secs(3);

/// The end of a recording, of which something may still be missing when it is asked to stop.
#[derive(Debug, Default)]
pub struct Tail {
    /// Whether something is missing that may come yet.
    is_behind: bool,
    /// When it was asked to stop.
    until: Option<SessionTime>,
    /// Whether a picture came from after that, so that all that is older is there.
    has_all: bool,
}

impl Tail {
    /// Notes whether the source is [`behind`](crate::feed::Batch::behind).
    pub fn note(&mut self, behind: bool) {
        self.is_behind = behind;
    }

    /// The recording is asked to stop at `now`: what is newer than that is no part of it.
    pub fn stop(&mut self, now: SessionTime) {
        self.until = Some(now);
    }

    /// Whether a frame that came is a part of the recording.
    pub fn takes(&mut self, frame: &Frame) -> bool {
        let is_newer = self.until.is_some_and(|until| frame.pts >= until);
        self.has_all |= is_newer && frame.track == Track::Video;
        !is_newer
    }

    /// Whether something is still waited for at `now`.
    pub fn is_awaited(&self, now: SessionTime) -> bool {
        self.is_behind && !self.has_all && self.until.is_some_and(|until| now.since(until) < LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    fn frame(track: Track, millis: u64) -> Frame {
        Frame { track, pts: at(millis), keyframe: false, data: Bytes::new(), config: None, arrived: at(millis) }
    }

    #[test]
    fn a_recording_that_has_everything_waits_for_nothing() {
        let mut tail = Tail::default();
        assert!(tail.takes(&frame(Track::Video, 900)));
        tail.stop(at(1_000));
        assert!(!tail.is_awaited(at(1_000)));
    }

    #[test]
    fn what_is_missing_is_waited_for_until_it_is_there_or_for_three_seconds() {
        let mut tail = Tail::default();
        tail.note(true);
        assert!(!tail.is_awaited(at(900)), "nobody asked it to stop");
        tail.stop(at(1_000));
        assert!(tail.is_awaited(at(3_999)) && !tail.is_awaited(at(4_000)));
        assert!(tail.takes(&frame(Track::Video, 950)));
        assert!(!tail.takes(&frame(Track::Audio, 1_010)) && tail.is_awaited(at(1_500)));
        assert!(!tail.takes(&frame(Track::Video, 1_020)));
        assert!(!tail.is_awaited(at(1_500)), "pictures have come to its end");
        tail.note(false);
        assert!(!tail.is_awaited(at(1_500)));
    }
}
