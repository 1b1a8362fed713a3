use std::io::{self, Read};
use std::time::Duration;

use super::{block::Block, index::IndexEntry, pieces};
use crate::media::{Track, VideoCodec};

/// What is whole in a file that was written by a [`Container`](super::Container).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Found {
    /// Bytes from the beginning to the end of the last whole piece: what stands behind is torn.
    pub bytes: u64,
    /// Pictures in it that are to be shown.
    pub frames: u64,
    /// Frames of sound in it.
    pub audio_frames: u64,
    /// Keyframes in it.
    pub keyframes: u64,
    /// From the beginning of the file to the end of its last frame.
    pub lasts: Duration,
}

/// Reads a file from its beginning as far as it is whole, and hands each whole piece to `seen`. Another piece of it may be
/// its beginning: what comes then is found.
///
/// # Errors
/// What `file` fails with, but for its end. A file of another writer ends where it is no longer like one of ours.
pub fn scan(codec: VideoCodec, file: &mut impl Read, mut seen: impl FnMut(&[u8])) -> io::Result<Found> {
    let mut found = Found::default();
    while let Some(piece) = pieces::next(codec, file)? {
        match pieces::blocks(codec, &piece) {
            Some(blocks) => blocks.iter().for_each(|block| found.add(block)),
            None if pieces::is_frame(codec, &piece) => {}
            None => break,
        }
        seen(&piece);
        found.bytes += piece.len() as u64;
    }
    Ok(found)
}

/// Reads a file from `place`, where a piece of it begins, as far as it is whole, and hands each fragment's index entries to
/// `seen`.
///
/// # Errors
/// As [`scan`].
pub fn fragments(
    codec: VideoCodec,
    file: &mut impl Read,
    mut place: u64,
    mut seen: impl FnMut(Vec<IndexEntry>),
) -> io::Result<()> {
    while let Some(piece) = pieces::next(codec, file)? {
        match pieces::blocks(codec, &piece) {
            Some(blocks) => seen(IndexEntry::of_blocks(&blocks, place, piece.len())),
            None if pieces::is_frame(codec, &piece) => {}
            None => break,
        }
        place += piece.len() as u64;
    }
    Ok(())
}

impl Found {
    fn add(&mut self, block: &Block) {
        self.lasts = self.lasts.max(block.until);
        self.keyframes += u64::from(block.keyframe);
        match block.track {
            Track::Video => self.frames += u64::from(block.shown),
            Track::Audio => self.audio_frames += 1,
        }
    }
}
