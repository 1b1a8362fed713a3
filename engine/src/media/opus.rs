//! Opus out of its RTP payload format (RFC 7587).

use std::time::Duration;

use bytes::Bytes;

use super::depacketizer::{Boundary, Depacketizer, Unit, Unusable};

/// How long packets are that say nothing else: what browsers send.
pub const OPUS_PACKET: Duration = Duration::from_millis(20);

/// How long a packet of Opus lasts, by its first bytes (RFC 6716 section 3.1); none for what is no packet. At most
/// 120 ms (section 3.2.5, R5).
#[must_use]
pub fn opus_duration(packet: &[u8]) -> Option<Duration> {
    const LONGEST: Duration = Duration::from_millis(120);
    let toc = *packet.first()?;
    let config = usize::from(toc >> 3);
    let micros = match config {
        0..=11 => [10_000, 20_000, 40_000, 60_000][config & 3],
        12..=15 => [10_000, 20_000][config & 1],
        _ => [2_500, 5_000, 10_000, 20_000][config & 3],
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u32::from(*packet.get(1)? & 0x3f),
    };
    Some(Duration::from_micros(micros) * frames).filter(|duration| !duration.is_zero() && *duration <= LONGEST)
}

/// Takes packets of Opus as they are: each payload is one, and each can be decoded without the others.
#[derive(Debug, Clone, Default)]
pub struct Opus {
    packet: Option<Bytes>,
}

impl Depacketizer for Opus {
    fn boundary(&self, _payload: &[u8]) -> Boundary {
        Boundary::KeyframeStart
    }

    fn push(&mut self, payload: &[u8]) -> Result<(), Unusable> {
        // A copy: the payload is a piece of a receive buffer, and the ring would keep all of that for a minute.
        self.packet = Some(Bytes::copy_from_slice(payload));
        Ok(())
    }

    /// The marker bit of sound is the beginning of a talk spurt (RFC 3551 section 4.1).
    fn may_end(&self, _marker: bool) -> bool {
        true
    }

    fn begins_anew(&self, _payload: &[u8]) -> bool {
        true
    }

    fn holds_keyframe(&self) -> bool {
        self.packet.is_some()
    }

    fn finish(&mut self) -> Result<Option<Unit>, Unusable> {
        Ok(self.packet.take().map(|data| Unit { keyframe: true, data, config: None }))
    }

    fn discard(&mut self) {
        self.packet = None;
    }

    fn boxed_clone(&self) -> Box<dyn Depacketizer> {
        Box::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_packet_says_how_long_it_lasts() {
        let cases: [(&[u8], Option<u64>); 9] = [
            (&[31 << 3], Some(20_000)),
            (&[16 << 3], Some(2_500)),
            (&[3 << 3], Some(60_000)),
            (&[13 << 3], Some(20_000)),
            (&[31 << 3 | 1], Some(40_000)),
            (&[31 << 3 | 3, 0xc0 | 3], Some(60_000)),
            (&[31 << 3 | 3, 0], None),
            (&[3 << 3 | 3, 3], None),
            (&[], None),
        ];
        for (packet, micros) in cases {
            assert_eq!(opus_duration(packet), micros.map(Duration::from_micros), "{packet:?}");
        }
    }

    proptest! {
        #[test]
        fn any_packet_is_between_one_frame_and_the_longest(packet in prop::collection::vec(any::<u8>(), 0..4)) {
            if let Some(duration) = opus_duration(&packet) {
                prop_assert!((Duration::from_micros(2_500)..=Duration::from_millis(120)).contains(&duration));
            }
        }
    }
}
