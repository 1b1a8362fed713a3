//! Opus out of its RTP payload format (RFC 7587).

use bytes::Bytes;

use super::depacketizer::{Depacketizer, Place, Unit, Unusable};

/// Takes packets of Opus as they are: each payload is one, and each can be decoded without the others.
#[derive(Debug, Default)]
pub struct Opus {
    packet: Option<Bytes>,
}

impl Depacketizer for Opus {
    fn place(&self, _payload: &[u8]) -> Place {
        Place::KeyframeStart
    }

    fn push(&mut self, payload: &[u8]) -> Result<(), Unusable> {
        // A copy: the payload is a piece of a receive buffer, and the ring would keep all of that for a minute.
        self.packet = Some(Bytes::copy_from_slice(payload));
        Ok(())
    }

    /// The marker bit of sound is the beginning of a talk spurt (RFC 3551 section 4.1).
    fn ends_unit(&self, _marker: bool) -> bool {
        true
    }

    fn finish(&mut self) -> Result<Option<Unit>, Unusable> {
        Ok(self.packet.take().map(|data| Unit { keyframe: true, data, config: None }))
    }

    fn discard(&mut self) {
        self.packet = None;
    }
}
