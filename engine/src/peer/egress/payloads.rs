use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;

use crate::{
    feed::Position,
    media::{Frame, VideoConfig, payloads},
};

/// Frames whose payloads are kept: a peer that is further behind cuts its frames anew.
const KEPT: usize = 64;

/// A frame's payloads, for every peer.
pub type Cut = Arc<[Bytes]>;

/// What a feed's newest frames were cut into: once a frame, by whoever comes first.
#[derive(Debug, Default)]
pub struct Payloads {
    /// By the frame's number in the feed. Looked at by every peer for each frame, and held while one is cut.
    recent: Mutex<VecDeque<(u64, Cut)>>,
}

impl Payloads {
    /// The payloads of a frame of the feed.
    pub fn of(&self, frame: &Frame, config: &VideoConfig, position: Position) -> Cut {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, cut)) = recent.iter().rev().find(|(sequence, _)| *sequence == position.sequence) {
            return Arc::clone(cut);
        }
        let cut: Cut = payloads(frame, config, (position.videos % (1 << 15)) as u16).into();
        if recent.len() == KEPT {
            recent.pop_front();
        }
        recent.push_back((position.sequence, Arc::clone(&cut)));
        cut
    }
}
