use std::sync::Arc;

use tokio::sync::watch;

use super::begin::Begin;
use super::cursor::Cursor;
use super::ring::Ring;
use super::shared::{Locked, Shared};
use crate::media::Frame;

/// A cursor over the live side of a feed, for one reader that follows it live.
///
/// It holds no frames and slows nobody down. When it is more than [`LATE`](super::LATE) behind and there is a newer
/// keyframe, or what it has to read is gone from the ring, it goes on at the newest keyframe and says how much it left
/// out.
#[derive(Debug)]
pub struct Consumer {
    shared: Arc<Shared>,
    cursor: Cursor,
    changes: watch::Receiver<()>,
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
    /// Its number on the live side; the next frame has the next one, unless some were skipped.
    pub sequence: u64,
    /// How many video frames the live side has had up to it, itself included.
    pub videos: u64,
    /// How many video frames are there that are newer.
    pub behind: usize,
}

impl Consumer {
    pub(super) fn new(shared: Arc<Shared>, begin: Begin) -> Self {
        let cursor = Cursor::new(begin, &shared.lock().sides.live);
        let changes = shared.changes();
        Self { shared, cursor, changes }
    }

    /// Whether there is no keyframe yet that it could begin at.
    #[must_use]
    pub fn awaits_keyframe(&self) -> bool {
        self.cursor.awaits_keyframe(&self.shared.lock().sides.live)
    }

    /// Waits for the next frame. Cancel safe.
    pub async fn next(&mut self) -> Next {
        let Self { shared, cursor, changes } = self;
        shared.read(changes, |locked| next(cursor, locked)).await
    }

    /// The next frame if it is there.
    pub fn try_next(&mut self) -> Option<Next> {
        next(&mut self.cursor, &self.shared.lock())
    }
}

fn next(cursor: &mut Cursor, locked: &Locked) -> Option<Next> {
    if locked.closed { Some(Next::Closed) } else { read(cursor, &locked.sides.live) }
}

fn read(cursor: &mut Cursor, ring: &Ring) -> Option<Next> {
    if !cursor.has_started() || cursor.is_gone(ring) || cursor.is_late(ring) {
        let frames = cursor.skip_to_newest_keyframe(ring)?.videos;
        if frames > 0 {
            return Some(Next::Skipped { frames });
        }
    }
    let sequence = cursor.next();
    let entry = cursor.read(ring)?;
    let position = Position { sequence, videos: entry.videos, behind: cursor.behind(ring) };
    Some(Next::Frame(entry.frame.clone(), position))
}

#[cfg(test)]
mod tests;
