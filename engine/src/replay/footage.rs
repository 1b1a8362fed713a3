use std::time::Duration;

use crate::{
    feed::{Feed, Range, RangeFrame},
    media::SessionTime,
};

/// A segment of a replay: a stretch of a feed, whose frames are read one by one. What comes late is in it if it comes
/// before it is due.
#[derive(Debug)]
pub struct Footage {
    next: Option<RangeFrame>,
    rest: Range,
    from: SessionTime,
    duration: Duration,
}

impl Footage {
    /// What `feed` has from `from` up to `to`; none when it has nothing to show there (any more).
    #[must_use]
    pub fn take(feed: &Feed, from: SessionTime, to: SessionTime) -> Option<Self> {
        let mut rest = feed.range(from, to);
        let next = Some(rest.next()?);
        Some(Self { next, rest, from, duration: to.since(from) })
    }

    pub(super) fn duration(&self) -> Duration {
        self.duration
    }

    /// How far behind its beginning its next frame is.
    pub(super) fn offset(&self) -> Option<Duration> {
        Some(self.next.as_ref()?.frame.pts.since(self.from))
    }

    /// The next frame of its lead-in.
    pub(super) fn lead_in(&mut self) -> Option<RangeFrame> {
        self.next.as_ref().filter(|next| !next.shown)?;
        self.read()
    }

    /// Looks whether more has come, where it was read to its end.
    pub(super) fn read_on(&mut self) {
        if self.next.is_none() {
            self.next = self.rest.next();
        }
    }

    /// The next frame.
    pub(super) fn read(&mut self) -> Option<RangeFrame> {
        std::mem::replace(&mut self.next, self.rest.next())
    }
}
