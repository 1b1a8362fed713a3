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
    /// Folders that are read; none where nothing is read from a disk.
    shelves: Arc<[Shelf]>,
}

impl Kept {
    /// Those in these folders are read, by their journals.
    pub fn new(clock: SessionClock, folders: impl IntoIterator<Item = PathBuf>) -> Self {
        let shelves = folders.into_iter().map(|folder| Shelf::new(folder, clock.id())).collect();
        Self { clock, rings: Rings::default(), shelves }
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
        !self.shelves.is_empty()
    }

    /// A camera's files, by their beginnings. Reads the disk.
    pub fn pieces(&self, camera: &CameraId) -> Vec<Arc<Piece>> {
        let since = self.rings.erased(camera).map(|Erasure { at, .. }| at);
        let key = Person::key(camera);
        let mut pieces: Vec<_> = self.shelves.iter().flat_map(|shelf| shelf.pieces(&key, since)).collect();
        pieces.sort_by(|a, b| (a.start, &a.path).cmp(&(b.start, &b.path)));
        pieces
    }

    /// When the first picture was of all cameras. Reads the disk.
    pub fn begin(&self) -> Option<SessionTime> {
        let first = |shelf: &Shelf| shelf.all().into_iter().find(|piece| piece.path.exists());
        let files = self.shelves.iter().filter_map(first).map(|piece| piece.start);
        let feeds = self.rings.feeds();
        feeds.iter().filter_map(|feed| Some(feed.span()?.from)).chain(files).min()
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
