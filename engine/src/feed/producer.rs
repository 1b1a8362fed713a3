use std::sync::Arc;

use tokio::sync::watch;

use super::shared::Shared;
use crate::media::{Frame, SessionTime, Side};

/// The writing end of a feed: one for each connection, and the newest has the feed.
#[derive(Debug)]
pub struct Producer {
    shared: Arc<Shared>,
    number: u64,
    wishes: watch::Receiver<()>,
}

/// What became of a frame that was pushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// It is in the feed.
    Kept,
    /// It is a picture without the one that it needs: nothing is taken up to the next keyframe, which is requested.
    Dropped,
    /// It is for the completed side alone, which has gone on without it.
    Late,
    /// Another producer has the feed, or it is closed: this one can stop.
    Replaced,
}

impl Producer {
    /// Takes the feed over.
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let mut locked = shared.lock();
        locked.producer += 1;
        locked.sides.await_keyframe();
        let (number, wishes) = (locked.producer, shared.wishes());
        drop(locked);
        Self { shared, number, wishes }
    }

    /// Adds the next frame to both sides; a full feed drops its oldest for it. Returns at once.
    pub fn push(&self, frame: Frame) -> Pushed {
        self.push_to(Side::Both, frame)
    }

    /// As [`push`](Self::push), for a frame that may be of one side alone.
    pub fn push_to(&self, side: Side, frame: Frame) -> Pushed {
        let mut locked = self.shared.lock();
        if locked.closed || locked.producer != self.number {
            return Pushed::Replaced;
        }
        let is_kept = locked.sides.push(side, frame);
        drop(locked);
        match side {
            _ if is_kept => {
                self.shared.wake_readers();
                Pushed::Kept
            }
            Side::Completed => Pushed::Late,
            Side::Both | Side::Live => {
                self.shared.request_keyframe();
                Pushed::Dropped
            }
        }
    }

    /// Waits until a keyframe is requested; several requests until it comes are one. For ever when the feed is not
    /// this producer's any more. Cancel safe.
    ///
    /// An answer can be lost: ask [`keyframe_due`](Self::keyframe_due) now and then as well.
    pub async fn keyframe_wanted(&mut self) {
        let is_raised = self.wishes.changed().await.is_ok();
        let is_current = {
            let locked = self.shared.lock();
            locked.producer == self.number && !locked.closed
        };
        if !(is_raised && is_current) {
            std::future::pending().await
        }
    }

    /// Whether the camera is to be asked for a keyframe at `now`: one was requested and has not come, or the newest
    /// one is too old while pictures come.
    #[must_use]
    pub fn keyframe_due(&self, now: SessionTime) -> bool {
        self.shared.lock().sides.keyframe_due(now)
    }

    /// Ends the feed, as [`Feed::close`](super::Feed::close).
    pub fn close(&self) {
        self.shared.close();
    }
}

impl Drop for Producer {
    /// What is missing then is not given any more.
    fn drop(&mut self) {
        let mut locked = self.shared.lock();
        if locked.producer == self.number {
            locked.sides.go_on();
            drop(locked);
            self.shared.wake_readers();
        }
    }
}
