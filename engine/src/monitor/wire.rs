//! The binary messages of `/monitor`.
//!
//! | bytes | field |
//! | --- | --- |
//! | 0 | kind: 1 config, 2 frame, 3 reset, 4 sound, 5 end, 6 coverage, 7 hole |
//! | 1 | source: 0 camera, 1 replay, 2 fetched: what a desk asked of the past, 3 behind: a camera as it was a while ago |
//! | 2 | index: which reading of the replay it is of, counted modulo 256; else 0 |
//! | 3 | flags: bit 0 keyframe, bit 1 hidden (decode, don't show), bit 2 samples instead of Opus, bit 3 refused |
//! | 4..8 | the camera's feed, which no change of its number changes, the replay's id, or the request's number, as u32 |
//! | 8..16 | pts in microseconds on the session clock, as f64 |
//!
//! * config: u8 codec (1 H.264, 2 VP8), u8 0, u16 width, u16 height, then for H.264 the avcC record (ISO/IEC 14496-15
//!   section 5.3.3.1). It comes before a keyframe whose configuration is not the one before it.
//! * frame: one access unit, H.264 with 4-byte NAL unit lengths, or a VP8 frame.
//! * sound: one packet of what this desk listens to, by the camera that it is of: Opus (RFC 6716), or its samples at
//!   48 kHz as i16, left and right in turn, where the desk can't decode. The pts is when it is to be heard.
//! * end: nothing, or why the request was refused, as text. It comes behind the last frame of a request for frames. Its
//!   pts is up to when nothing more comes of what was asked for: what is missing before it is a hole, and what is behind
//!   it may still come and can be asked for again.
//! * coverage: the answer to a request for it, stretch by stretch in their order, the times of the first and the last
//!   picture of each, in microseconds as f64. Between them are holes.
//! * reset: nothing; forget the decoder's state: what follows starts at a keyframe.
//! * hole: the time of the replay's next picture, as the pts, which is that of its last one. There is nothing to show
//!   between them.
//!
//! A replay has two decoders, one for its even readings and one for the odd ones: the next reading's lead-in comes while
//! this one's pictures do. What is decoded of an older reading than the one that is shown is not shown any more.

use bytes::{BufMut, Bytes, BytesMut};

use crate::{
    feed::Span,
    media::{Frame, SessionTime, VideoCodec, VideoConfig},
    protocol::FeedId,
    sound::OpusPacket,
};

/// Length of the header in bytes.
pub const HEADER: usize = 16;

const CONFIG: u8 = 1;
const FRAME: u8 = 2;
const RESET: u8 = 3;
const SOUND: u8 = 4;
const END: u8 = 5;
const COVERAGE: u8 = 6;
const HOLE: u8 = 7;
const KEYFRAME: u8 = 1;
const HIDDEN: u8 = 2;
const SAMPLES: u8 = 4;
const REFUSED: u8 = 8;

/// Whose pictures a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// A camera's live feed.
    Camera(FeedId),
    /// A reading of a replay.
    Replay {
        /// The replay's id.
        replay: u32,
        /// Its number, modulo 256.
        reading: u8,
    },
    /// A camera as it was a while ago, none of which is to be shown.
    Behind,
    /// What a desk asked of the past, by the request's number.
    Fetched(u32),
}

/// The message that configures a decoder.
#[must_use]
pub fn config(channel: Channel, config: &VideoConfig, pts: SessionTime) -> Bytes {
    let mut message = header(CONFIG, channel, 0, pts, 6 + config.description.len());
    message.put_u8(match config.codec {
        VideoCodec::H264 => 1,
        VideoCodec::Vp8 => 2,
    });
    message.put_u8(0);
    message.put_u16_le(config.width);
    message.put_u16_le(config.height);
    message.put_slice(&config.description);
    message.freeze()
}

/// The message that carries a frame.
#[must_use]
pub fn frame(channel: Channel, frame: &Frame, hidden: bool) -> Bytes {
    let flags = if frame.keyframe { KEYFRAME } else { 0 } | if hidden { HIDDEN } else { 0 };
    let mut message = header(FRAME, channel, flags, frame.pts, frame.data.len());
    message.put_slice(&frame.data);
    message.freeze()
}

/// The message that carries a packet of sound as it came.
#[must_use]
pub fn sound(packet: &OpusPacket) -> Bytes {
    let OpusPacket { feed, frame } = packet;
    let mut message = header(SOUND, Channel::Camera(*feed), 0, frame.pts, frame.data.len());
    message.put_slice(&frame.data);
    message.freeze()
}

/// The message that carries a packet of sound decoded: `samples` from -1 to 1, left and right in turn. What is beyond
/// is cut off.
#[must_use]
pub fn samples(feed: FeedId, pts: SessionTime, samples: &[f32]) -> Bytes {
    let mut message = header(SOUND, Channel::Camera(feed), SAMPLES, pts, 2 * samples.len());
    for sample in samples {
        message.put_i16_le((sample * 32_768.0) as i16);
    }
    message.freeze()
}

/// The message behind the last frame of a request, which is complete until `until`.
#[must_use]
pub fn end(request: u32, until: SessionTime) -> Bytes {
    header(END, Channel::Fetched(request), 0, until, 0).freeze()
}

/// The message that says that a request was refused, and why.
#[must_use]
pub fn refused(request: u32, reason: &str) -> Bytes {
    let mut message = header(END, Channel::Fetched(request), REFUSED, SessionTime::ZERO, reason.len());
    message.put_slice(reason.as_bytes());
    message.freeze()
}

/// The message that says what there is.
#[must_use]
pub fn coverage(request: u32, spans: &[Span]) -> Bytes {
    let mut message = header(COVERAGE, Channel::Fetched(request), 0, SessionTime::ZERO, 16 * spans.len());
    for Span { from, to } in spans {
        message.put_f64_le(micros(*from));
        message.put_f64_le(micros(*to));
    }
    message.freeze()
}

/// The message that makes a decoder forget.
#[must_use]
pub fn reset(channel: Channel) -> Bytes {
    header(RESET, channel, 0, SessionTime::ZERO, 0).freeze()
}

/// The message that says that a replay has nothing to show from `from` to `to`.
#[must_use]
pub fn hole(replay: u32, from: SessionTime, to: SessionTime) -> Bytes {
    let mut message = header(HOLE, Channel::Replay { replay, reading: 0 }, 0, from, 8);
    message.put_f64_le(micros(to));
    message.freeze()
}

#[expect(clippy::cast_precision_loss, reason = "2^53 microseconds are 285 years")]
fn micros(time: SessionTime) -> f64 {
    time.as_micros() as f64
}

fn header(kind: u8, channel: Channel, flags: u8, pts: SessionTime, payload: usize) -> BytesMut {
    let mut message = BytesMut::with_capacity(HEADER + payload);
    let (source, index, id) = match channel {
        Channel::Camera(feed) => (0, 0, feed.0),
        Channel::Replay { replay, reading } => (1, reading, replay),
        Channel::Fetched(request) => (2, 0, request),
        Channel::Behind => (3, 0, 0),
    };
    message.put_slice(&[kind, source, index, flags]);
    message.put_u32_le(id);
    message.put_f64_le(micros(pts));
    message
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Track;

    #[test]
    fn a_frame_is_its_header_and_its_bytes() {
        let unit = Frame {
            track: Track::Video,
            pts: SessionTime::from_micros(1_500_000),
            keyframe: true,
            data: Bytes::from_static(b"abc"),
            config: None,
            arrived: SessionTime::ZERO,
        };
        let message = frame(Channel::Camera(FeedId(259)), &unit, true);
        assert_eq!(message[..8], [2, 0, 0, 3, 3, 1, 0, 0]);
        assert_eq!(message[8..16], 1_500_000f64.to_le_bytes());
        assert_eq!(&message[HEADER..], b"abc");
        let replayed = frame(Channel::Replay { replay: 258, reading: 1 }, &Frame { keyframe: false, ..unit }, false);
        assert_eq!(replayed[..8], [2, 1, 1, 0, 2, 1, 0, 0]);
    }

    #[test]
    fn sound_is_its_packet_or_its_samples() {
        let frame = Frame {
            track: Track::Audio,
            pts: SessionTime::from_micros(2_000_000),
            keyframe: false,
            data: Bytes::from_static(b"opus"),
            config: None,
            arrived: SessionTime::ZERO,
        };
        let message = sound(&OpusPacket { feed: FeedId(5), frame });
        assert_eq!(message[..8], [4, 0, 0, 0, 5, 0, 0, 0]);
        assert_eq!(message[8..16], 2_000_000f64.to_le_bytes());
        assert_eq!(&message[HEADER..], b"opus");
        let decoded = samples(FeedId(5), SessionTime::ZERO, &[0.5, -1.0, 1.5, -7.0, f32::NAN]);
        assert_eq!(decoded[..8], [4, 0, 0, 4, 5, 0, 0, 0]);
        let values: Vec<i16> = decoded[HEADER..].chunks(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
        assert_eq!(values, [16_384, -32_768, 32_767, -32_768, 0]);
    }

    #[test]
    fn what_is_fetched_goes_by_its_requests_number_and_ends() {
        let request = Channel::Fetched(0x0102_0304);
        assert_eq!(reset(request)[..8], [3, 2, 0, 0, 4, 3, 2, 1]);
        let message = end(7, SessionTime::from_micros(2_500));
        assert_eq!(message[..8], [5, 2, 0, 0, 7, 0, 0, 0]);
        assert_eq!(message[8..], 2_500f64.to_le_bytes());
        let message = refused(7, "no");
        assert_eq!((message[3], &message[HEADER..]), (8, &b"no"[..]));
        let [from, to] = [1_000, 9_000].map(SessionTime::from_micros);
        let message = coverage(7, &[Span { from, to }, Span { from: to, to }]);
        assert_eq!(message[..8], [6, 2, 0, 0, 7, 0, 0, 0]);
        let times = [1_000f64, 9_000., 9_000., 9_000.].map(f64::to_le_bytes);
        assert_eq!(message[HEADER..], *times.as_flattened());
    }

    #[test]
    fn a_hole_is_between_two_times() {
        let message = hole(258, SessionTime::from_micros(1_500_000), SessionTime::from_micros(4_000_000));
        assert_eq!(message[..8], [7, 1, 0, 0, 2, 1, 0, 0]);
        assert_eq!(message[8..], [1_500_000f64.to_le_bytes(), 4_000_000f64.to_le_bytes()].concat());
    }

    #[test]
    fn a_config_carries_size_and_description() {
        let video = VideoConfig {
            codec: VideoCodec::H264,
            width: 1280,
            height: 720,
            description: Bytes::from_static(&[1, 0x42, 0xe0, 0x1f]),
        };
        let message = config(Channel::Camera(FeedId(1)), &video, SessionTime::ZERO);
        assert_eq!(message[HEADER..], [1, 0, 0x00, 0x05, 0xd0, 0x02, 1, 0x42, 0xe0, 0x1f]);
    }
}
