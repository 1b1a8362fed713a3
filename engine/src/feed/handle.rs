use std::sync::Arc;

use super::begin::Begin;
use super::consumer::Consumer;
use super::follower::Follower;
use super::limits::{GOP_MAX, GOP_PROGRAM, Limits};
use super::producer::Producer;
use super::range::Range;
use super::ring::{Ring, Span};
use super::shared::Shared;
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
        Self { shared: Arc::new(Shared::new(Ring::new(limits))) }
    }

    /// A writing end for a new connection. The one before is replaced: it can push no more. The first picture that is
    /// taken from the new one is a keyframe.
    #[must_use]
    pub fn producer(&self) -> Producer {
        Producer::new(Arc::clone(&self.shared))
    }

    /// A cursor that follows the feed live.
    #[must_use]
    pub fn consumer(&self, begin: Begin) -> Consumer {
        Consumer::new(Arc::clone(&self.shared), begin)
    }

    /// A cursor that leaves nothing out.
    #[must_use]
    pub fn follower(&self, begin: Begin) -> Follower {
        Follower::new(Arc::clone(&self.shared), begin)
    }

    /// A cursor over the sound.
    #[must_use]
    pub fn sound(&self, begin: Begin) -> SoundCursor {
        SoundCursor::new(Arc::clone(&self.shared), begin)
    }

    /// The pictures from `from` up to `to`, as far as they are here now, with those that have to be decoded before.
    #[must_use]
    pub fn range(&self, from: SessionTime, to: SessionTime) -> Range {
        Range::video(&self.shared.lock().ring, from, to)
    }

    /// As [`range`](Self::range), and the sound from `from` up to `to`; in the order of arrival.
    #[must_use]
    pub fn range_with_audio(&self, from: SessionTime, to: SessionTime) -> Range {
        Range::with_audio(&self.shared.lock().ring, from, to)
    }

    /// The newest keyframe in the ring.
    #[must_use]
    pub fn last_keyframe(&self) -> Option<Frame> {
        self.shared.lock().ring.keyframe().map(|(_, entry)| entry.frame.clone())
    }

    /// What time the ring's pictures cover.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.shared.lock().ring.span()
    }

    /// What the ring holds now, in bytes of memory.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.shared.lock().ring.bytes()
    }

    /// What was taken in since the feed was made.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.shared.lock().ring.totals()
    }

    /// Asks the camera for a keyframe. Until the next one comes, further calls are the same request.
    pub fn request_keyframe(&self) {
        self.shared.request_keyframe();
    }

    /// Says whether the camera is on program: its keyframes come more often then
    /// ([`GOP_PROGRAM`](super::GOP_PROGRAM), else [`GOP_MAX`]).
    pub fn on_program(&self, is_on: bool) {
        self.shared.lock().ring.gop_max = if is_on { GOP_PROGRAM } else { GOP_MAX };
    }

    /// Ends the feed: its camera is removed. Consumers hear [`Next::Closed`](super::Next::Closed) and nothing before
    /// it, the producer hears that it is replaced. What the ring holds goes with the last handle.
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
