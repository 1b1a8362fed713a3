use std::{io, path::PathBuf, sync::Arc};

use super::{
    piece::Piece,
    rings::{Erasure, Rings},
    shelf::Shelf,
    tape::Tape,
};
use crate::{clock::SessionClock, feed::Feed, media::SessionTime, protocol::CameraId, record::Person};

/// What is kept: the rings in memory, and behind them the files. A clone is a handle to the same.
#[derive(Debug, Clone)]
pub struct Kept {
    clock: SessionClock,
    rings: Rings,
    /// None where nothing is read from a disk.
    shelf: Option<Arc<Shelf>>,
}

impl Kept {
    pub fn new(clock: SessionClock, shows: Option<PathBuf>) -> Self {
        let shelf = shows.map(|shows| Arc::new(Shelf::new(shows, clock.id())));
        Self { clock, rings: Rings::default(), shelf }
    }

    /// The cameras that are on the desk.
    pub fn rings(&self) -> &Rings {
        &self.rings
    }

    /// A camera is erased.
    pub fn erase(&self, camera: &CameraId) {
        self.rings.erase(camera, self.clock.now());
    }

    /// The feed of a camera that is on the desk.
    pub fn feed(&self, camera: &CameraId) -> Option<Feed> {
        self.rings.feed(camera)
    }

    /// Whether there may be files.
    pub fn has_files(&self) -> bool {
        self.shelf.is_some()
    }

    /// A camera's files, by their beginnings. Reads the disk.
    pub fn pieces(&self, camera: &CameraId) -> Vec<Arc<Piece>> {
        let since = self.rings.erased(camera).map(|Erasure { at, .. }| at);
        self.shelf.iter().flat_map(|shelf| shelf.pieces(&Person::key(camera), since)).collect()
    }

    /// When the first picture was of all cameras. Reads the disk.
    pub fn begin(&self) -> Option<SessionTime> {
        let files = self.shelf.iter().flat_map(|shelf| shelf.all());
        let file = files.filter(|piece| piece.path.exists()).map(|piece| piece.start).next();
        let feeds = self.rings.feeds();
        feeds.iter().filter_map(|feed| Some(feed.span()?.from)).chain(file).min()
    }
}

/// Opens a file. One that can't be read is a hole.
pub fn open(piece: &Arc<Piece>) -> Option<Tape> {
    told(Tape::open(piece)).flatten()
}

/// What was read; that it could not be is told in the log: it is a hole.
pub fn told<T>(read: io::Result<T>) -> Option<T> {
    read.inspect_err(|error| tracing::debug!(%error, "what is recorded can't be read")).ok()
}
