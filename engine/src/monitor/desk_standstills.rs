use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::protocol::{FeedId, StandstillCause, Standstills};

/// Standstills that the desks made themselves, as they tell. A clone is a handle to the same.
#[derive(Debug, Clone, Default)]
pub struct DeskStandstills {
    /// Of cameras in the roster. Held for the time of a look.
    by_feed: Arc<Mutex<BTreeMap<FeedId, Standstills>>>,
}

impl DeskStandstills {
    /// A desk's picture of this feed, which there is, stood still: so many milliseconds by its decoder and its drawing.
    pub(super) fn add(&self, feed: FeedId, decoder: u32, drawing: u32) {
        let mut by_feed = self.by_feed.lock().unwrap_or_else(PoisonError::into_inner);
        let shares = [(StandstillCause::Decoder, decoder), (StandstillCause::Drawing, drawing)];
        by_feed.entry(feed).or_default().add(&shares);
    }

    /// Those of this feed so far.
    #[must_use]
    pub fn of(&self, feed: FeedId) -> Standstills {
        self.by_feed.lock().unwrap_or_else(PoisonError::into_inner).get(&feed).copied().unwrap_or_default()
    }

    /// The feed is gone.
    pub fn forget(&self, feed: FeedId) {
        self.by_feed.lock().unwrap_or_else(PoisonError::into_inner).remove(&feed);
    }
}
