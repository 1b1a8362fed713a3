use std::sync::Arc;

use super::payloads::Payloads;
use crate::{clock::SessionClock, feed::Feed};

/// A feed, picture and sound, as any number of peers are sent it. A clone is a handle to the same one.
#[derive(Debug, Clone)]
pub struct MediaStream {
    /// Its frames.
    pub feed: Feed,
    /// The clock that they are timed by.
    pub(super) clock: SessionClock,
    /// What they were cut into, for all peers.
    pub(super) payloads: Arc<Payloads>,
}

impl MediaStream {
    /// A stream of the frames of `feed`, which are timed by `clock`.
    #[must_use]
    pub fn new(feed: Feed, clock: SessionClock) -> Self {
        Self { feed, clock, payloads: Arc::default() }
    }
}
