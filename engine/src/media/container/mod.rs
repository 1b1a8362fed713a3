//! Frames into the files that players and editors read: fragmented MP4 for H.264, WebM for VP8, Opus in both.
//!
//! ```text
//! Frame → SampleQueue (how long does each last?) → Sample → Mp4 | Webm → header, fragment, fragment …, trailer: bytes to append
//! ```
//!
//! A file is only ever appended to. Its header and each fragment are whole in themselves: whatever cuts the writing off,
//! everything up to the last whole fragment plays, and [`scan`] finds where that is.
//!
//! Time in a file starts at zero, which its owner knows as a moment on the session clock. Gaps are kept: a frame lasts
//! until the next one, and when that is long in coming the file's time jumps.

mod ebml;
mod mp4;
mod sample_queue;
mod scan;
#[cfg(test)]
mod tests;
mod webm;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

pub use sample_queue::SampleQueue;
pub use scan::{Found, scan};

use super::{Track, VideoCodec, VideoConfig};

/// What a file says about its streams before the first frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Of the first picture. Width and height hold for the whole file.
    pub video: Arc<VideoConfig>,
    /// Whether there is sound.
    pub audio: bool,
    /// H.264: whether parameter sets stand in the stream, before each keyframe (`avc3`, ISO/IEC 14496-15 section
    /// 5.3.3.1), so that they may change; else in the header alone (`avc1`), which more programs read.
    pub sets_in_band: bool,
}

/// A frame with its place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Picture or sound.
    pub track: Track,
    /// When it begins, since the beginning of the file.
    pub at: Duration,
    /// How long it lasts.
    pub lasts: Duration,
    /// As [`Frame::keyframe`](super::Frame::keyframe).
    pub keyframe: bool,
    /// As [`Frame::data`](super::Frame::data).
    pub data: Bytes,
    /// As [`Frame::config`](super::Frame::config).
    pub config: Option<Arc<VideoConfig>>,
}

impl Sample {
    /// Whether a decoder gives something out for it: not for a picture that others merely build on.
    #[must_use]
    pub fn is_shown(&self, codec: VideoCodec) -> bool {
        self.track == Track::Audio || codec != VideoCodec::Vp8 || super::vp8::is_shown(&self.data)
    }
}

/// A format of files that grow.
pub trait Container: std::fmt::Debug + Send {
    /// The bytes that a file begins with. Asked for once, before all others.
    fn header(&mut self) -> Vec<u8>;

    /// The bytes of the next frames of both tracks, each track in its order; nothing when there are none.
    fn fragment(&mut self, samples: &[Sample]) -> Vec<u8>;

    /// The bytes that a file ends with. A file without them plays as well; a jump in it may take longer.
    fn trailer(&mut self) -> Vec<u8>;
}

/// The format for a codec, and the ending of its files' names.
#[must_use]
pub fn of(header: &Header) -> (Box<dyn Container>, &'static str) {
    match header.video.codec {
        VideoCodec::H264 => (Box::new(mp4::Mp4::new(header.clone())), "mp4"),
        VideoCodec::Vp8 => (Box::new(webm::Webm::new(header.clone())), "webm"),
    }
}

/// A time in ticks of a clock, rounded to the nearest.
fn ticks(time: Duration, rate: u32) -> u64 {
    let ticks = (time.as_micros() * u128::from(rate) + 500_000) / 1_000_000;
    u64::try_from(ticks).unwrap_or(u64::MAX)
}
