//! VP8 out of its RTP payload format (RFC 7741), and into it.

mod packetizer;

use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use super::depacketizer::{Boundary, Depacketizer, MAX_UNIT_BYTES, Unit, Unusable};
use super::{VideoCodec, VideoConfig};

pub use packetizer::payloads;

/// Puts frames of VP8 together.
#[derive(Debug, Clone, Default)]
pub struct Vp8 {
    /// The frame so far; kept as a buffer from one to the next.
    data: Vec<u8>,
    config: Option<Arc<VideoConfig>>,
}

/// A payload without its descriptor.
#[derive(Debug, PartialEq, Eq)]
struct Vp8Payload<'a> {
    /// Whether a frame begins here.
    start: bool,
    body: &'a [u8],
}

impl<'a> Vp8Payload<'a> {
    /// Reads a payload (RFC 7741 section 4.2); none when there is nothing behind the descriptor.
    fn parse(payload: &'a [u8]) -> Option<Self> {
        let (&required, mut rest) = payload.split_first()?;
        if required & 0x80 != 0 {
            let (&extension, after) = rest.split_first()?;
            rest = after;
            if extension & 0x80 != 0 {
                // The picture number has 7 or 15 bits.
                let long = *rest.first()? & 0x80 != 0;
                rest = rest.get(if long { 2 } else { 1 }..)?;
            }
            if extension & 0x40 != 0 {
                rest = rest.get(1..)?;
            }
            if extension & 0x30 != 0 {
                rest = rest.get(1..)?;
            }
        }
        let start = required & 0x10 != 0 && required & 0x07 == 0;
        (!rest.is_empty()).then_some(Self { start, body: rest })
    }
}

/// A frame header (RFC 6386 section 9.1).
#[derive(Debug, PartialEq, Eq)]
enum FrameHeader {
    Delta,
    Key { width: u16, height: u16 },
}

impl FrameHeader {
    /// Reads a whole frame; none when it is cut short or damaged.
    fn parse(frame: &[u8]) -> Option<Self> {
        let (tag, rest) = frame.split_first_chunk::<3>()?;
        let tag = u32::from_le_bytes([tag[0], tag[1], tag[2], 0]);
        let (head, rest) = if tag & 1 == 1 {
            (Self::Delta, rest)
        } else {
            let ([0x9d, 0x01, 0x2a, size @ ..], rest) = rest.split_first_chunk::<7>()? else {
                return None;
            };
            // The two highest bits are how a player may scale it.
            let length = |low, high| Some(u16::from_le_bytes([low, high]) & 0x3fff).filter(|length| *length > 0);
            (Self::Key { width: length(size[0], size[1])?, height: length(size[2], size[3])? }, rest)
        };
        let first_partition = usize::try_from(tag >> 5).ok()?;
        (first_partition <= rest.len()).then_some(head)
    }
}

/// Of the first byte of a frame: whether it is to be shown (RFC 6386 section 9.1).
const SHOW_FRAME: u8 = 0x10;

/// Whether a whole frame is to be shown. One that is not is there for those that build on it.
#[must_use]
pub fn is_shown(frame: &[u8]) -> bool {
    frame.first().is_some_and(|tag| tag & SHOW_FRAME != 0)
}

/// The same frame, not to be shown.
#[must_use]
pub fn hidden(frame: &[u8]) -> Bytes {
    let mut copy = BytesMut::from(frame);
    if let Some(tag) = copy.first_mut() {
        *tag &= !SHOW_FRAME;
    }
    copy.freeze()
}

impl Vp8 {
    fn config(&mut self, width: u16, height: u16) -> Arc<VideoConfig> {
        let config = VideoConfig { codec: VideoCodec::Vp8, width, height, description: Bytes::new() };
        let kept = self.config.take().filter(|kept| **kept == config);
        Arc::clone(self.config.insert(kept.unwrap_or_else(|| Arc::new(config))))
    }
}

impl Depacketizer for Vp8 {
    fn boundary(&self, payload: &[u8]) -> Boundary {
        match Vp8Payload::parse(payload) {
            Some(Vp8Payload { start: true, body }) if body[0] & 1 == 0 => Boundary::KeyframeStart,
            Some(Vp8Payload { start: true, .. }) => Boundary::UnitStart,
            Some(Vp8Payload { start: false, .. }) | None => Boundary::Unknown,
        }
    }

    fn push(&mut self, payload: &[u8]) -> Result<(), Unusable> {
        let Vp8Payload { start, body } = Vp8Payload::parse(payload).ok_or(Unusable)?;
        if start != self.data.is_empty() || self.data.len() + body.len() > MAX_UNIT_BYTES {
            return Err(Unusable);
        }
        self.data.extend_from_slice(body);
        Ok(())
    }

    fn may_end(&self, marker: bool) -> bool {
        marker && FrameHeader::parse(&self.data).is_some()
    }

    /// The first packet of a frame, and no other, begins its first partition (RFC 7741 section 4.2).
    fn begins_anew(&self, payload: &[u8]) -> bool {
        Vp8Payload::parse(payload).is_none_or(|payload| payload.start)
    }

    fn holds_keyframe(&self) -> bool {
        self.data.first().is_some_and(|tag| tag & 1 == 0)
    }

    fn finish(&mut self) -> Result<Option<Unit>, Unusable> {
        let (keyframe, config) = match FrameHeader::parse(&self.data).ok_or(Unusable)? {
            FrameHeader::Delta => (false, None),
            FrameHeader::Key { width, height } => (true, Some(self.config(width, height))),
        };
        // A copy of the right size: the ring keeps it for a minute, and a buffer that has grown is up to twice as long.
        let data = Bytes::copy_from_slice(&self.data);
        self.data.clear();
        Ok(Some(Unit { keyframe, data, config }))
    }

    fn discard(&mut self) {
        self.data.clear();
    }

    fn boxed_clone(&self) -> Box<dyn Depacketizer> {
        Box::new(self.clone())
    }
}

#[cfg(test)]
mod tests;
