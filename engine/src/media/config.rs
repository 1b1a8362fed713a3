use bytes::Bytes;

/// A video codec that a camera may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VideoCodec {
    /// H.264 in packetization-mode 1 (RFC 6184).
    H264,
    /// VP8 (RFC 7741).
    Vp8,
}

/// What a decoder has to know before a keyframe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoConfig {
    /// The codec.
    pub codec: VideoCodec,
    /// Width of the picture in pixels, after cropping.
    pub width: u16,
    /// Height of the picture in pixels, after cropping.
    pub height: u16,
    /// H.264: the AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1), which is the `description` of
    /// WebCodecs. VP8: empty.
    pub description: Bytes,
}
