use tokio::sync::watch;

use super::Feed;
use crate::media::Frame;

/// The writing end of a feed: one for each connection, and the newest has the feed.
#[derive(Debug)]
pub struct Producer {
    feed: Feed,
    number: u64,
    wanted: watch::Receiver<()>,
}

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Push {
    /// It is in the feed.
    Kept,
    /// It is a picture without the one that it needs: nothing is taken up to the next keyframe, which is requested.
    Dropped,
    /// Another producer has the feed, or it is closed: this one can stop.
    Replaced,
}

impl Producer {
    pub(super) fn new(feed: Feed, number: u64, wanted: watch::Receiver<()>) -> Self {
        Self { feed, number, wanted }
    }

    /// Adds the next frame; a full feed drops its oldest for it. Returns at once.
    pub fn push(&self, frame: Frame) -> Push {
        match self.feed.push(self.number, frame) {
            Some(true) => Push::Kept,
            Some(false) => Push::Dropped,
            None => Push::Replaced,
        }
    }

    /// Waits until a keyframe is requested; several requests until it comes are one. For ever when the feed is not
    /// this producer's any more. Cancel safe.
    ///
    /// An answer can be lost: ask [`Feed::keyframe_due`] now and then as well.
    pub async fn keyframe_wanted(&mut self) {
        let is_raised = self.wanted.changed().await.is_ok();
        let is_current = {
            let state = self.feed.lock();
            state.producer == self.number && !state.closed
        };
        if !(is_raised && is_current) {
            std::future::pending().await
        }
    }

    /// The feed.
    #[must_use]
    pub fn feed(&self) -> &Feed {
        &self.feed
    }
}
