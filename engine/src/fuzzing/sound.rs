//! Sound as a camera's loudness is heard of it.
//!
//! The input is a list of packets: a byte of what the sender says of it (RFC 6464; nothing from 128 on), a byte of
//! milliseconds until the next one, two bytes of length, the packet.

use std::time::Duration;

use super::bytes::Bytes;
use crate::media::{AudioLevel, Ear, Loudness, SessionTime};

/// The lowest byte that says nothing.
const NOTHING: u8 = 128;

/// Opus packets that are decoded for a meter (RFC 6716).
pub fn ear(input: &[u8]) {
    let mut input = Bytes(input);
    let (mut ear, mut now) = (Ear::default(), SessionTime::from_millis(1_000));
    while !input.is_empty() {
        let (said, wait, length) = (input.byte(), input.byte(), input.short());
        if let Some(level) = AudioLevel::from_extension(&[said]).filter(|_| said < NOTHING) {
            ear.told(level, now);
        }
        ear.packet(input.take(usize::from(length)), now);
        let heard = ear.read(now);
        assert!(heard.peak.is_none_or(|peak| (-127.0..=0.0).contains(&peak)), "on the scale: {heard:?}");
        assert!(heard.peak.is_some() || heard == Loudness::default(), "of nothing nothing is told: {heard:?}");
        now = now + Duration::from_millis(wait.into());
    }
    now = now + Duration::from_secs(2);
    assert_eq!(ear.read(now), Loudness::default(), "what has stopped is nothing");
}
