use tokio::sync::watch;

use super::Feed;
use super::cursor::Cursor;
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

impl Consumer {
    /// Starts at the newest keyframe whose number is `start` or later, as soon as there is one.
    pub(super) fn new(feed: Feed, start: u64, changed: watch::Receiver<()>) -> Self {
        Self { feed, cursor: Cursor::before(start), changed }
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
        if state.closed { Some(Next::Closed) } else { read(&mut self.cursor, &state.ring) }
    }
}

fn read(cursor: &mut Cursor, ring: &Ring) -> Option<Next> {
    if !cursor.has_started() {
        let (start, keyframe) = ring.keyframe().filter(|(keyframe, _)| *keyframe >= cursor.next())?;
        cursor.jump(start, keyframe.videos - 1);
    } else if cursor.is_gone(ring) || is_late(cursor, ring) {
        let (newest, keyframe) = ring.keyframe()?;
        let frames = cursor.jump(newest, keyframe.videos - 1).videos;
        if frames > 0 {
            return Some(Next::Skipped { frames });
        }
    }
    let sequence = cursor.next();
    let entry = cursor.read(ring)?;
    let behind = ring.totals().frames - entry.videos;
    let behind = usize::try_from(behind).unwrap_or(usize::MAX);
    Some(Next::Frame(entry.frame.clone(), Position { sequence, videos: entry.videos, behind }))
}

fn is_late(cursor: &Cursor, ring: &Ring) -> bool {
    let is_newer = ring.keyframe().is_some_and(|(keyframe, _)| keyframe > cursor.next());
    is_newer && ring.get(cursor.next()).is_some_and(|entry| ring.arrived().since(entry.frame.arrived) > LATE)
}

#[cfg(test)]
mod tests;
