use std::sync::Arc;

use super::begin::Begin;
use super::consumer::Consumer;
use super::follower::Follower;
use super::limits::{GOP_MAX, GOP_PROGRAM, Limits};
use super::producer::Producer;
use super::range::Range;
use super::ring::{Ring, Span};
use super::shared::Shared;
use super::sides::Sides;
use super::sound::SoundCursor;
use super::totals::Totals;
use crate::media::{Frame, SessionTime};

/// A camera's feed. A clone is a handle to the same one, and equal to it.
///
/// Every call returns at once.
#[derive(Debug, Clone)]
pub struct Feed {
    shared: Arc<Shared>,
}

impl Feed {
    /// An empty feed.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { shared: Arc::new(Shared::new(Sides::new(limits))) }
    }

    /// A writing end for a new connection. The one before is replaced: it can push no more. The first picture that is
    /// taken from the new one is a keyframe.
    #[must_use]
    pub fn producer(&self) -> Producer {
        Producer::new(Arc::clone(&self.shared))
    }

    /// A cursor that follows the live side.
    #[must_use]
    pub fn consumer(&self, begin: Begin) -> Consumer {
        Consumer::new(Arc::clone(&self.shared), begin)
    }

    /// A cursor that leaves nothing out, over the completed side.
    #[must_use]
    pub fn follower(&self, begin: Begin) -> Follower {
        Follower::new(Arc::clone(&self.shared), begin)
    }

    /// A cursor over the live side's sound.
    #[must_use]
    pub fn sound(&self, begin: Begin) -> SoundCursor {
        SoundCursor::new(Arc::clone(&self.shared), begin)
    }

    /// The pictures from `from` up to `to`, with those that have to be decoded before: what is here now, and what comes of
    /// it while it is read.
    #[must_use]
    pub fn range(&self, from: SessionTime, to: SessionTime) -> Range {
        Range::video(Arc::clone(&self.shared), from, to)
    }

    /// As [`range`](Self::range), and the sound from `from` up to `to`; in the order of a [`Follower`]'s
    /// [`Batch`](super::Batch).
    #[must_use]
    pub fn range_with_audio(&self, from: SessionTime, to: SessionTime) -> Range {
        Range::with_audio(Arc::clone(&self.shared), from, to)
    }

    /// The newest keyframe.
    #[must_use]
    pub fn last_keyframe(&self) -> Option<Frame> {
        self.shared.lock().sides.live.keyframe().map(|(_, entry)| entry.frame.clone())
    }

    /// The last keyframe at or before `at` that came.
    #[must_use]
    pub fn keyframe_at(&self, at: SessionTime) -> Option<Frame> {
        let locked = self.shared.lock();
        let last = |side: &Ring| Some(side.get(side.keyframe_at(at)?)?.frame.clone()).filter(|frame| frame.pts <= at);
        [&locked.sides.completed, &locked.sides.live].into_iter().filter_map(last).max_by_key(|frame| frame.pts)
    }

    /// The times of the pictures from `from` up to `to`, in their order.
    #[must_use]
    pub fn pictures(&self, from: SessionTime, to: SessionTime) -> Vec<SessionTime> {
        let locked = self.shared.lock();
        let [kept, live] = [&locked.sides.completed, &locked.sides.live];
        let ahead = live.pictures().filter(|at| Some(*at) > kept.picture());
        kept.pictures().chain(ahead).filter(|at| (from..to).contains(at)).collect()
    }

    /// What time the feed's pictures cover, up to the newest that came.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        let locked = self.shared.lock();
        let [kept, live] = [locked.sides.completed.span()?, locked.sides.live.span()?];
        Some(Span { from: kept.from, to: kept.to.max(live.to) })
    }

    /// What both sides hold now, in bytes of memory: what both have counts once.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.shared.lock().sides.bytes()
    }

    /// What was taken in since the feed was made.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.shared.lock().sides.totals()
    }

    /// Asks the camera for a keyframe. Until the next one comes, further calls are the same request.
    pub fn request_keyframe(&self) {
        self.shared.request_keyframe();
    }

    /// Says whether the camera is on program: its keyframes come more often then
    /// ([`GOP_PROGRAM`](super::GOP_PROGRAM), else [`GOP_MAX`]).
    pub fn on_program(&self, is_on: bool) {
        self.shared.lock().sides.gop_max = if is_on { GOP_PROGRAM } else { GOP_MAX };
    }

    /// Its two sides, for tests.
    #[cfg(test)]
    pub(super) fn with_sides<T>(&self, look: impl FnOnce(&Sides) -> T) -> T {
        look(&self.shared.lock().sides)
    }

    /// Ends the feed: its camera is removed. Consumers hear [`Next::Closed`](super::Next::Closed) and nothing before
    /// it, the producer hears that it is replaced. What it holds goes with the last handle.
    pub fn close(&self) {
        self.shared.close();
    }
}

impl PartialEq for Feed {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }
}

impl Eq for Feed {}
