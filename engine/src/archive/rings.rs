use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{feed::Feed, media::SessionTime, protocol::CameraId};

/// The rings of the cameras that are on the desk, and who was erased. A clone is a handle to the same.
#[derive(Debug, Clone, Default)]
pub struct Rings {
    /// A lock, because the studio adds cameras and takes them away while many read; held for a look-up.
    known: Arc<Mutex<Known>>,
}

#[derive(Debug, Default)]
struct Known {
    feeds: HashMap<CameraId, Feed>,
    /// Bounded by what a director's hand can erase in a run.
    erased: HashMap<CameraId, Erasure>,
    erasures: u64,
}

/// That a camera was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erasure {
    /// Erasures are counted.
    pub number: u64,
    /// When it was: what is older is gone.
    pub at: SessionTime,
}

impl Rings {
    /// A camera is there.
    pub fn join(&self, camera: &CameraId, feed: &Feed) {
        self.known().feeds.insert(camera.clone(), feed.clone());
    }

    /// A camera is gone from the desk.
    pub fn leave(&self, camera: &CameraId) {
        self.known().feeds.remove(camera);
    }

    /// A camera is erased at `at`.
    pub fn erase(&self, camera: &CameraId, at: SessionTime) {
        let mut known = self.known();
        known.feeds.remove(camera);
        known.erasures += 1;
        let erasure = Erasure { number: known.erasures, at };
        known.erased.insert(camera.clone(), erasure);
    }

    /// The feed of a camera that is there.
    pub fn feed(&self, camera: &CameraId) -> Option<Feed> {
        self.known().feeds.get(camera).cloned()
    }

    /// All feeds.
    pub fn feeds(&self) -> Vec<Feed> {
        self.known().feeds.values().cloned().collect()
    }

    /// When a camera was erased last.
    pub fn erased(&self, camera: &CameraId) -> Option<Erasure> {
        self.known().erased.get(camera).copied()
    }

    /// How many erasures there were.
    pub fn erasures(&self) -> u64 {
        self.known().erasures
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Nothing in there is half done when a holder panics.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
