use std::sync::Arc;

use bytes::Bytes;

use super::{SessionTime, VideoConfig};

/// What a frame belongs to: a camera has at most one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Track {
    /// The picture.
    Video,
    /// The sound: Opus.
    Audio,
}

impl Track {
    /// Ticks of the track's RTP clock in a second: 90 000 for H.264 and VP8 (RFC 6184 section 8.2.1, RFC 7741 section
    /// 4.1), 48 000 for Opus whatever it was sampled at (RFC 7587 section 4.1).
    #[must_use]
    pub const fn clock_rate(self) -> u32 {
        match self {
            Self::Video => 90_000,
            Self::Audio => 48_000,
        }
    }
}

/// One access unit without its place on the session clock: what an [`Assembler`](super::Assembler) gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessUnit {
    /// Picture or sound.
    pub track: Track,
    /// Its RTP timestamp, in ticks of [`Track::clock_rate`].
    pub timestamp: u32,
    /// As [`Frame::keyframe`].
    pub keyframe: bool,
    /// As [`Frame::data`].
    pub data: Bytes,
    /// As [`Frame::config`].
    pub config: Option<Arc<VideoConfig>>,
    /// As [`Frame::arrived`].
    pub arrived: SessionTime,
}

/// One whole access unit on the session clock. A clone costs two reference counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Picture or sound.
    pub track: Track,
    /// When it was captured, in the camera's own time brought to the session clock; grows strictly within a track.
    pub pts: SessionTime,
    /// Whether it is a picture that needs none before it. Always false for sound, where that is true of every frame.
    pub keyframe: bool,
    /// H.264: the NAL units, each behind its length in 4 bytes (ISO/IEC 14496-15 section 5.3.4.2), without parameter
    /// sets and delimiters. VP8: the frame (RFC 6386). Opus: the packet (RFC 6716).
    pub data: Bytes,
    /// What a decoder has to be told before this frame: there with every keyframe and with nothing else. It is the
    /// same `Arc` for as long as nothing in it changes.
    pub config: Option<Arc<VideoConfig>>,
    /// When the last of its packets arrived.
    pub arrived: SessionTime,
}
