use std::path::PathBuf;

use super::{
    holes::Spans,
    kept::{self, Kept},
    reader::Reader,
};
use crate::{
    clock::SessionClock,
    feed::{Feed, Span},
    media::{Frame, SessionTime},
    protocol::CameraId,
    record::Spool,
};

/// Everything that is kept of all cameras. A clone is a handle to the same one.
#[derive(Debug, Clone)]
pub struct Archive {
    kept: Kept,
}

impl Archive {
    /// One of rings alone: nothing is read from a disk.
    #[must_use]
    pub fn new(clock: SessionClock) -> Self {
        Self { kept: Kept::new(clock, []) }
    }

    /// One of rings, and behind them of the shows in this folder that are on the same clock, and of the spool in it. Returns at once.
    #[must_use]
    pub fn open(clock: SessionClock, shows: PathBuf) -> Self {
        Self { kept: Kept::new(clock, [Spool::folder(&shows), shows]) }
    }

    /// A camera is on the desk: what its feed has is in the archive.
    pub fn join(&self, camera: &CameraId, feed: &Feed) {
        self.kept.rings().join(camera, feed);
    }

    /// A camera has left the desk: what is recorded of it stays.
    pub fn leave(&self, camera: &CameraId) {
        self.kept.rings().leave(camera);
    }

    /// A camera is erased: nothing that it left up to now is in the archive any more, for readers that are open too.
    pub fn erase(&self, camera: &CameraId) {
        self.kept.erase(camera);
    }

    /// A camera's pictures from `from` up to `to`, with those that have to be decoded before. Returns at once; what comes
    /// while it is read is in it too.
    #[must_use]
    pub fn frames(&self, camera: &CameraId, from: SessionTime, to: SessionTime) -> Reader {
        Reader::video(self.kept.clone(), camera.clone(), from, to)
    }

    /// As [`frames`](Self::frames), and the sound from `from` up to `to`: each track in its order, beside each other
    /// within a second.
    #[must_use]
    pub fn frames_with_audio(&self, camera: &CameraId, from: SessionTime, to: SessionTime) -> Reader {
        Reader::with_audio(self.kept.clone(), camera.clone(), from, to)
    }

    /// A camera's last keyframe at or before `at`. May wait for the disk.
    #[must_use]
    pub fn keyframe(&self, camera: &CameraId, at: SessionTime) -> Option<Frame> {
        if let Some(frame) = self.kept.feed(camera).and_then(|feed| feed.keyframe_at(at)) {
            return Some(frame);
        }
        let mut pieces = self.kept.pieces(camera);
        pieces.retain(|piece| piece.start <= at);
        pieces.iter().rev().find_map(|piece| kept::told(kept::open(piece)?.keyframe(at)).flatten())
    }

    /// What there is of a camera's pictures from `from` up to `to`, each stretch from its first picture to its last;
    /// [holes](super::HOLE) are between. May wait for the disk.
    #[must_use]
    pub fn coverage(&self, camera: &CameraId, from: SessionTime, to: SessionTime) -> Vec<Span> {
        let mut spans = Spans::default();
        for piece in self.kept.pieces(camera).iter().filter(|piece| piece.start < to && piece.reaches(from)) {
            if let Some(mut tape) = kept::open(piece) {
                kept::told(tape.coverage(from, to, |span| spans.add(span)));
            }
        }
        let pictures = self.kept.feed(camera).map(|feed| feed.pictures(from, to));
        pictures.into_iter().flatten().for_each(|at| spans.add_picture(at));
        spans.finish()
    }

    /// How far back it goes: the first picture of all cameras. May wait for the disk.
    #[must_use]
    pub fn begin(&self) -> Option<SessionTime> {
        self.kept.begin()
    }
}
