use bytes::Bytes;

use super::{Frame, Track, VideoCodec, VideoConfig, h264, vp8};

/// The longest payload that is made. With RTP header, authentication tag, UDP and IPv6 it stays below the 1280 bytes
/// that every path carries (RFC 8200 section 5), and leaves room for a tunnel.
pub const MAX_PAYLOAD: usize = 1176;

/// The RTP payloads of a frame in their order, each of [`MAX_PAYLOAD`] bytes at most; the marker bit goes with the last
/// one of a picture (RFC 6184 section 5.1, RFC 7741 section 4.1).
///
/// `config` is of the frame's group of pictures: H.264 gets its parameter sets before each keyframe (RFC 6184 section
/// 8.4). `picture` counts the pictures of a stream, modulo 2^15 (RFC 7741 section 4.2).
#[must_use]
pub fn payloads(frame: &Frame, config: &VideoConfig, picture: u16) -> Vec<Bytes> {
    match (frame.track, config.codec) {
        (Track::Audio, _) => vec![frame.data.clone()],
        (Track::Video, VideoCodec::H264) => {
            let sets = if frame.keyframe { config.description.as_ref() } else { &[] };
            h264::payloads(&frame.data, sets)
        }
        (Track::Video, VideoCodec::Vp8) => vp8::payloads(&frame.data, picture),
    }
}

/// Lengths of the pieces that `length` bytes are cut into, of `most` bytes at most and nearly equal: a short last packet
/// costs as much as a long one.
pub fn pieces(length: usize, most: usize) -> impl Iterator<Item = usize> {
    let count = length.div_ceil(most).max(1);
    let (short, longer) = (length / count, length % count);
    (0..count).map(move |at| short + usize::from(at < longer))
}

#[cfg(test)]
mod tests;
