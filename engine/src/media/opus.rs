//! Opus out of its RTP payload format (RFC 7587).

use std::time::Duration;

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

/// How long the sound in a packet is, from its first two bytes (RFC 6716 sections 3.1 and 3.2); 20 ms when it is empty
/// or says what it may not.
pub fn duration(packet: &[u8]) -> Duration {
    const USUAL: Duration = Duration::from_millis(20);
    const LONGEST: Duration = Duration::from_millis(120);
    let Some((&toc, rest)) = packet.split_first() else { return USUAL };
    let frame = match (toc >> 3, toc >> 3 & 3) {
        (0..=11, size) => [10_000, 20_000, 40_000, 60_000][usize::from(size)],
        (12..=15, size) => [10_000, 20_000][usize::from(size & 1)],
        (_, size) => [2_500, 5_000, 10_000, 20_000][usize::from(size)],
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => rest.first().map_or(0, |count| u64::from(count & 0x3f)),
    };
    let duration = Duration::from_micros(frame * frames);
    if duration.is_zero() || duration > LONGEST { USUAL } else { duration }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_says_how_long_it_is() {
        let millis = |packet: &[u8]| duration(packet).as_secs_f64() * 1e3;
        // CELT fullband, 20 ms, one frame: what browsers send in music mode.
        assert_eq!(millis(&[0xfc]), 20.0);
        assert_eq!(millis(&[0xe0]), 2.5);
        // SILK narrowband, 60 ms; hybrid, 10 ms, two frames.
        assert_eq!(millis(&[0x18]), 60.0);
        assert_eq!(millis(&[0x61]), 20.0);
        // Code 3 counts its frames; 48 of 20 ms may not be.
        assert_eq!(millis(&[0xfb, 3]), 60.0);
        assert_eq!(millis(&[0xfb, 48]), 20.0);
        assert_eq!(millis(&[]), 20.0);
    }
}
