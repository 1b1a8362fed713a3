use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::consumer::Consumer;
use super::follower::Follower;
use super::limits::{GOP_MAX, GOP_PROGRAM, Limits};
use super::producer::Producer;
use super::range::Range;
use super::ring::Ring;
use super::sound::{SoundCursor, arrived_since};
use crate::media::{Frame, SessionTime};

/// A camera's feed. A clone is a handle to the same one.
///
/// Every call returns at once.
#[derive(Clone)]
pub struct Feed {
    shared: Arc<Shared>,
}

struct Shared {
    /// A lock and not a task's own, because one connection writes and many cursors read in the same microseconds: a
    /// frame is in or out of it within some reference counts. It is never held across an await.
    state: Mutex<State>,
    /// Wakes consumers: a frame is there, or the feed is closed.
    changed: watch::Sender<()>,
    /// Wakes producers: a keyframe is wanted.
    wanted: watch::Sender<()>,
}

/// What the lock guards.
pub(super) struct State {
    pub ring: Ring,
    /// The number of the producer that has the feed.
    pub producer: u64,
    pub closed: bool,
}

/// Session times of the oldest and the newest picture of a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Of the oldest, a keyframe.
    pub from: SessionTime,
    /// Of the newest.
    pub to: SessionTime,
}

/// What a feed has taken in since it was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Video frames.
    pub frames: u64,
    /// Keyframes among them.
    pub keyframes: u64,
    /// Audio frames.
    pub audio_frames: u64,
    /// Bytes of data of both.
    pub bytes: u64,
}

impl Feed {
    /// An empty feed.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let state = State { ring: Ring::new(limits), producer: 0, closed: false };
        let shared =
            Shared { state: Mutex::new(state), changed: watch::Sender::new(()), wanted: watch::Sender::new(()) };
        Self { shared: Arc::new(shared) }
    }

    /// Whether both are handles to the same feed.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// A writing end for a new connection. The one before is replaced: it can push no more. The first picture that is
    /// taken from the new one is a keyframe.
    #[must_use]
    pub fn producer(&self) -> Producer {
        let mut state = self.lock();
        state.producer += 1;
        state.ring.await_keyframe();
        Producer::new(self.clone(), state.producer, self.shared.wanted.subscribe())
    }

    /// A cursor that starts at the newest keyframe, or at the next one to come when there is none.
    #[must_use]
    pub fn latest_keyframe(&self) -> Consumer {
        let state = self.lock();
        let start = state.ring.keyframe().map_or(state.ring.next(), |(sequence, _)| sequence);
        Consumer::new(self.clone(), start, self.shared.changed.subscribe())
    }

    /// A cursor that starts at the next keyframe to come.
    #[must_use]
    pub fn live(&self) -> Consumer {
        let start = self.lock().ring.next();
        Consumer::new(self.clone(), start, self.shared.changed.subscribe())
    }

    /// A cursor that leaves nothing out, from the newest keyframe on where pictures are coming at `now`. Where none
    /// are, what is in the ring is of another time, and the cursor begins with the next keyframe to come.
    #[must_use]
    pub fn follow(&self, now: SessionTime) -> Follower {
        let state = self.lock();
        let flowing = state.ring.keyframe().filter(|_| state.ring.flows(now));
        let start = flowing.map_or(state.ring.next(), |(sequence, _)| sequence);
        Follower::new(self.clone(), start)
    }

    /// A cursor over the sound that arrived at `since` or later.
    #[must_use]
    pub fn sound_since(&self, since: SessionTime) -> SoundCursor {
        let start = arrived_since(&self.lock().ring, since);
        SoundCursor::new(self.clone(), start, self.shared.changed.subscribe())
    }

    /// The pictures from `from` up to `to`, as far as they are here now, with those that have to be decoded before.
    #[must_use]
    pub fn range(&self, from: SessionTime, to: SessionTime) -> Range {
        Range::video(&self.lock().ring, from, to)
    }

    /// As [`range`](Self::range), and the sound from `from` up to `to`; in the order of arrival.
    #[must_use]
    pub fn range_with_audio(&self, from: SessionTime, to: SessionTime) -> Range {
        Range::with_audio(&self.lock().ring, from, to)
    }

    /// The newest keyframe in the ring.
    #[must_use]
    pub fn last_keyframe(&self) -> Option<Frame> {
        self.lock().ring.keyframe().map(|(_, entry)| entry.frame.clone())
    }

    /// What time the ring's pictures cover.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.lock().ring.span()
    }

    /// What the ring holds now, in bytes of memory.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.lock().ring.bytes()
    }

    /// What was taken in since the feed was made.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.lock().ring.totals()
    }

    /// Whether pictures are coming at `now`: the newest is less than a second old.
    #[must_use]
    pub fn flows(&self, now: SessionTime) -> bool {
        self.lock().ring.flows(now)
    }

    /// Asks the camera for a keyframe. Until the next one comes, further calls are the same request.
    pub fn request_keyframe(&self) {
        let raised = !std::mem::replace(&mut self.lock().ring.keyframe_wanted, true);
        if raised {
            self.shared.wanted.send_replace(());
        }
    }

    /// Says whether the camera is on program: its keyframes come more often then
    /// ([`GOP_PROGRAM`](super::GOP_PROGRAM), else [`GOP_MAX`]).
    pub fn on_program(&self, is_on: bool) {
        self.lock().ring.gop_max = if is_on { GOP_PROGRAM } else { GOP_MAX };
    }

    /// Whether the camera is to be asked for a keyframe at `now`: one was requested and has not come, or the newest
    /// one is too old while pictures come.
    #[must_use]
    pub fn keyframe_due(&self, now: SessionTime) -> bool {
        self.lock().ring.keyframe_due(now)
    }

    /// Ends the feed: its camera is removed. Consumers hear [`Next::Closed`](super::Next::Closed) and nothing before
    /// it, the producer hears that it is replaced. What the ring holds goes with the last handle.
    pub fn close(&self) {
        self.lock().closed = true;
        self.shared.changed.send_replace(());
    }

    /// Pushes for the producer `number`: none when the feed is not its any more, false when a keyframe is missing.
    pub(super) fn push(&self, number: u64, frame: Frame) -> Option<bool> {
        let mut state = self.lock();
        if state.closed || state.producer != number {
            return None;
        }
        let is_kept = state.ring.push(frame);
        drop(state);
        if is_kept {
            self.shared.changed.send_replace(());
        } else {
            self.request_keyframe();
        }
        Some(is_kept)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        // A connection that panicked while it pushed is closed, and its frame is in the ring or is not. Who reads the ring
        // has done nothing wrong.
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Feed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Feed").field("span", &self.span()).field("bytes", &self.bytes()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_one_who_holds_it_is_nobody_elses() {
        let feed = Feed::new(Limits::default());
        let other = feed.clone();
        let holder = std::thread::spawn(move || {
            let _held = other.lock();
            panic!("a test's panic");
        });
        holder.join().expect_err("it panicked");
        // As the studio's telemetry and a new connection do.
        assert_eq!((feed.totals(), feed.bytes()), (Totals::default(), 0));
        let _producer = feed.producer();
    }
}
