//! Frames into the files that players and editors read: fragmented MP4 for H.264, WebM for VP8, Opus in both.
//!
//! ```text
//! Frame → SampleQueue (how long does each last?) → Sample → Mp4 | Webm → header, fragment, fragment …, trailer: bytes to append
//!                                                         ↘ IndexEntry: where in the file is which time
//! bytes of a fragment → Demuxer → Sample
//! ```
//!
//! A file is only ever appended to. Its header and each fragment are whole in themselves: whatever cuts the writing off,
//! everything up to the last whole fragment plays, and [`scan`] finds where that is.
//!
//! [`PlainMp4`] is for those who take a file away: it has its index at its beginning and is written in two passes.
//!
//! Time in a file starts at zero, which its owner knows as a moment on the session clock. Gaps are kept: a frame lasts
//! until the next one, and when that is long in coming the file's time jumps.

mod block;
mod demuxer;
mod ebml;
mod format;
mod index;
mod moov;
mod mp4;
mod pieces;
mod plain;
mod sample_queue;
mod sample_table;
mod scan;
#[cfg(test)]
mod tests;
mod webm;

pub use demuxer::Demuxer;
pub use format::{Container, Header, Sample, precision};
pub use index::{IndexEntry, Run};
pub use plain::{Layout, PlainMp4};
pub use sample_queue::SampleQueue;
pub use sample_table::Chunk;
pub use scan::{Found, fragments, scan};

use super::VideoCodec;

/// The format for a codec, and the ending of its files' names.
#[must_use]
pub fn of(header: &Header) -> (Box<dyn Container>, &'static str) {
    match header.video.codec {
        VideoCodec::H264 => (Box::new(mp4::Mp4::new(header.clone())), "mp4"),
        VideoCodec::Vp8 => (Box::new(webm::Webm::new(header.clone())), "webm"),
    }
}
