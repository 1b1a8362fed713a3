use std::sync::Arc;

use super::begin::Begin;
use super::cursor::{Cursor, Passed};
use super::ring::Ring;
use super::shared::Shared;
use crate::media::Frame;

/// Frames that are read in one go, so that the lock of the feed is held for microseconds only.
const BATCH: usize = 256;

/// A cursor over the completed side of a feed, for a reader that leaves nothing out and comes when it likes: a recording.
///
/// Unlike a [`Consumer`](super::Consumer) it never jumps ahead. It has as much time as the ring is long; what has
/// fallen out of it by then is lost to it, with what can't be decoded without it, and counted. It holds no frames and
/// slows nobody down.
#[derive(Debug)]
pub struct Follower {
    shared: Arc<Shared>,
    cursor: Cursor,
    /// Whether it goes on at a keyframe only.
    awaits_keyframe: bool,
}

/// What a [`Follower`] read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Frames of both tracks: the pictures in the order in which they were sent, the sound beside them as it arrived, or
    /// by its time where pictures came late. The first one of all is a keyframe; so is the first one after a
    /// loss.
    pub frames: Vec<Frame>,
    /// Video frames before these that fell out of the ring unread.
    pub lost: u64,
    /// Frames of sound likewise.
    pub lost_audio: u64,
    /// Whether there is more to read now.
    pub more: bool,
    /// Whether live pictures went on without something that may come yet, and is read before them.
    pub behind: bool,
    /// The feed is closed, and everything in it is read.
    pub closed: bool,
}

impl Follower {
    pub(super) fn new(shared: Arc<Shared>, begin: Begin) -> Self {
        let cursor = Cursor::new(begin, &shared.lock().sides.completed);
        Self { shared, cursor, awaits_keyframe: true }
    }

    /// Reads on, as far as there is anything. Returns at once.
    pub fn take(&mut self) -> Batch {
        let locked = self.shared.lock();
        let mut batch = read(&mut self.cursor, &mut self.awaits_keyframe, &locked.sides.completed);
        batch.more = batch.frames.len() == BATCH;
        batch.behind = locked.sides.is_behind();
        batch.closed = locked.closed && !batch.more;
        batch
    }

    /// Asks the source for a keyframe, as [`Feed::request_keyframe`](super::Feed::request_keyframe).
    pub fn request_keyframe(&self) {
        self.shared.request_keyframe();
    }
}

fn read(cursor: &mut Cursor, awaits_keyframe: &mut bool, ring: &Ring) -> Batch {
    let mut batch = Batch::default();
    *awaits_keyframe |= cursor.is_gone(ring);
    if *awaits_keyframe {
        let passed = match cursor.skip_to_next_keyframe(ring) {
            Some(passed) => {
                *awaits_keyframe = false;
                passed
            }
            None if cursor.has_started() => cursor.skip_to_end(ring),
            None => Passed::default(),
        };
        (batch.lost, batch.lost_audio) = (passed.videos, passed.audio);
    }
    while !*awaits_keyframe && batch.frames.len() < BATCH {
        let Some(entry) = cursor.read(ring) else { break };
        batch.frames.push(entry.frame.clone());
    }
    batch
}

#[cfg(test)]
mod tests;
