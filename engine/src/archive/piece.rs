use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::media::{SessionTime, VideoCodec};

/// Damaged fragments of a file that are remembered. A file with more is not worth a hole for each.
const DAMAGED: usize = 1_024;

/// A recorded file of a camera.
#[derive(Debug)]
pub struct Piece {
    /// The file.
    pub path: PathBuf,
    /// Its index.
    pub index: PathBuf,
    /// Whose it is: [`Person::key`](crate::record::Person::key).
    pub key: String,
    /// The moment of its time 0.
    pub start: SessionTime,
    /// Its video codec.
    pub codec: VideoCodec,
    /// How long it is; none while it grows, or before it is repaired.
    pub lasts: Option<Duration>,
    /// Where fragments are that could not be read. A lock, because all who read it add to them and look at them.
    damaged: Mutex<BTreeSet<u64>>,
    /// Held by the one who makes its index anew.
    mending: Mutex<()>,
}

impl Piece {
    /// One in which no damage is known.
    pub fn new(
        [path, index]: [PathBuf; 2],
        key: String,
        start: SessionTime,
        codec: VideoCodec,
        lasts: Option<Duration>,
    ) -> Self {
        Self { path, index, key, start, codec, lasts, damaged: Mutex::default(), mending: Mutex::default() }
    }

    /// Whether it is what `other` is of, without what became known.
    pub fn is_as(&self, other: &Self) -> bool {
        (&self.path, self.start, self.lasts) == (&other.path, other.start, other.lasts)
    }

    /// Whether it goes on to `at` or beyond it, as far as is known.
    pub fn reaches(&self, at: SessionTime) -> bool {
        self.lasts.is_none_or(|lasts| self.start + lasts >= at)
    }

    /// A time within it.
    pub fn within(&self, at: SessionTime) -> Duration {
        at.since(self.start)
    }

    /// Notes that the fragment at `offset` can't be read.
    pub fn is_damaged_at(&self, offset: u64) {
        let mut damaged = self.damaged();
        if damaged.len() < DAMAGED && damaged.insert(offset) {
            tracing::warn!(file = %self.path.display(), offset, "a recorded file is damaged: this part of it is a hole");
        }
    }

    /// Where it can't be read.
    pub fn damaged(&self) -> MutexGuard<'_, BTreeSet<u64>> {
        self.damaged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For the one who makes its index anew.
    pub fn mend(&self) -> MutexGuard<'_, ()> {
        self.mending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
