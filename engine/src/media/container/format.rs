use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::media::{Track, VideoCodec, VideoConfig, vp8};

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
    /// As [`Frame::keyframe`](crate::media::Frame::keyframe).
    pub keyframe: bool,
    /// As [`Frame::data`](crate::media::Frame::data).
    pub data: Bytes,
    /// As [`Frame::config`](crate::media::Frame::config).
    pub config: Option<Arc<VideoConfig>>,
}

impl Sample {
    /// Whether a decoder gives something out for it: not for a picture that others merely build on.
    #[must_use]
    pub fn is_shown(&self, codec: VideoCodec) -> bool {
        self.track == Track::Audio || codec != VideoCodec::Vp8 || vp8::is_shown(&self.data)
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

/// A track's number in a file.
pub const fn track_number(track: Track) -> u8 {
    match track {
        Track::Video => 1,
        Track::Audio => 2,
    }
}

/// Ticks of a second in which a file says the times of a track.
pub const fn rate(codec: VideoCodec, track: Track) -> u32 {
    match codec {
        VideoCodec::H264 => track.clock_rate(),
        VideoCodec::Vp8 => 1_000,
    }
}

/// A time as a file gives it back: nearer than half a tick.
pub fn time(ticks: u64, rate: u32) -> Duration {
    let micros = (u128::from(ticks) * 1_000_000 + u128::from(rate) / 2) / u128::from(rate);
    Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
}

/// How far a time that was read may be from the one that was written.
#[must_use]
pub fn precision(codec: VideoCodec, track: Track) -> Duration {
    // Half a tick, and what is lost of it to whole microseconds.
    Duration::from_micros(500_000_u64.div_ceil(rate(codec, track).into()) + 1)
}

/// A time in ticks of a clock, rounded to the nearest.
pub fn ticks(time: Duration, rate: u32) -> u64 {
    let ticks = (time.as_micros() * u128::from(rate) + 500_000) / 1_000_000;
    u64::try_from(ticks).unwrap_or(u64::MAX)
}
