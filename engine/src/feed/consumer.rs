use tokio::sync::watch;

use super::Feed;
use super::limits::LATE;
use super::ring::Ring;
use crate::media::Frame;

/// A cursor over a feed, for one reader that follows it live.
///
/// It holds no frames and slows nobody down. When it is more than [`LATE`] behind and there is a newer keyframe, or
/// what it has to read is gone from the ring, it goes on at the newest keyframe and says how much it left out.
#[derive(Debug)]
pub struct Consumer {
    feed: Feed,
    cursor: Cursor,
    changed: watch::Receiver<()>,
}

/// What a [`Consumer`] comes across.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// The next frame, of either track, in the order of arrival. The first one is a keyframe.
    Frame(Frame, Position),
    /// The reader was too slow: so many video frames are left out. The next frame is a keyframe.
    Skipped {
        /// How many.
        frames: u64,
    },
    /// The feed is closed; it stays so.
    Closed,
}

/// Where a frame is in its feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Its number in the feed; the next frame has the next one, unless some were skipped.
    pub sequence: u64,
    /// How many video frames the feed has had up to it, itself included.
    pub videos: u64,
    /// How many video frames are in the feed that are newer.
    pub behind: usize,
}

/// A place in a ring.
#[derive(Debug)]
struct Cursor {
    /// The number of the next frame to read; before the start, of the first one that may be it.
    next: u64,
    has_started: bool,
    /// How many video frames the feed had up to the one that was read last.
    videos: u64,
}

impl Consumer {
    /// Starts at the newest keyframe whose number is `start` or later, as soon as there is one.
    pub(super) fn new(feed: Feed, start: u64, changed: watch::Receiver<()>) -> Self {
        Self { feed, cursor: Cursor { next: start, has_started: false, videos: 0 }, changed }
    }

    /// Waits for the next frame. Cancel safe.
    pub async fn next(&mut self) -> Next {
        loop {
            if let Some(next) = self.try_next() {
                return next;
            }
            if self.changed.changed().await.is_err() {
                return Next::Closed;
            }
        }
    }

    /// The next frame if it is there.
    pub fn try_next(&mut self) -> Option<Next> {
        let state = self.feed.lock();
        if state.closed { Some(Next::Closed) } else { self.cursor.read(&state.ring) }
    }
}

impl Cursor {
    fn read(&mut self, ring: &Ring) -> Option<Next> {
        if !self.has_started {
            let (start, _) = ring.keyframe().filter(|(keyframe, _)| *keyframe >= self.next)?;
            self.next = start;
            self.has_started = true;
        } else if self.is_gone(ring) || self.is_late(ring) {
            let (newest, keyframe) = ring.keyframe()?;
            let frames = keyframe.videos - 1 - self.videos;
            self.next = newest;
            self.videos += frames;
            if frames > 0 {
                return Some(Next::Skipped { frames });
            }
        }
        let entry = ring.get(self.next)?;
        let behind = ring.totals().frames - entry.videos;
        let behind = usize::try_from(behind).unwrap_or(usize::MAX);
        let position = Position { sequence: self.next, videos: entry.videos, behind };
        self.next += 1;
        self.videos = entry.videos;
        Some(Next::Frame(entry.frame.clone(), position))
    }

    fn is_gone(&self, ring: &Ring) -> bool {
        self.next < ring.first()
    }

    fn is_late(&self, ring: &Ring) -> bool {
        let is_newer = ring.keyframe().is_some_and(|(keyframe, _)| keyframe > self.next);
        is_newer && ring.get(self.next).is_some_and(|entry| ring.arrived().since(entry.frame.arrived) > LATE)
    }
}

#[cfg(test)]
mod tests;
