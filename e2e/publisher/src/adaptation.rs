//! How a camera without an encoder sends at the rate that it is allowed.

use crate::clip::FPS;

/// What a packet costs beside its payload: IPv4, UDP, RTP with its extensions, and SRTP's tag.
pub const OVERHEAD: usize = 60;
/// Before the receiver has said anything, in bit/s: what a phone begins with.
const START: u32 = 1_500_000;
/// Where pictures cost more than is allowed for so long, the next ones are left out.
const PATIENCE: i64 = FPS as i64 / 2;

/// Follows the receiver's estimate (REMB): pictures are filled up to their share of the rate, and those beyond it left
/// out up to the next keyframe.
#[derive(Debug)]
pub struct Adaptation {
    /// bit/s.
    most: u32,
    allowed: u32,
    /// Bytes that may be sent; below zero they have been.
    credit: i64,
    leaves_out: bool,
}

/// What becomes of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// It is sent, with so many bytes of filler data.
    Filled(usize),
    /// It is left out.
    LeftOut,
}

impl Adaptation {
    /// At most so many kbit/s.
    pub fn new(most: u32) -> Self {
        let most = most.saturating_mul(1_000);
        Self { most, allowed: START.min(most), credit: 0, leaves_out: false }
    }

    /// The receiver says how many bit/s it may send.
    pub fn allow(&mut self, bitrate: f32) {
        self.allowed = (bitrate as u32).min(self.most);
    }

    /// The time of the next picture has come, of so many bytes with what its packets cost.
    pub fn next(&mut self, bytes: usize, key: bool) -> Sent {
        let share = i64::from(self.allowed / 8 / FPS);
        // What was not used is not made up for, and what a keyframe cost for two seconds at most.
        self.credit = (self.credit + share).clamp(-share * i64::from(2 * FPS), share);
        if key {
            self.leaves_out = self.credit < -share * PATIENCE;
        } else if self.credit - (bytes as i64) < -share * 2 * PATIENCE {
            self.leaves_out = true;
        }
        if self.leaves_out {
            return Sent::LeftOut;
        }
        self.credit -= bytes as i64;
        let fill = usize::try_from(self.credit).unwrap_or_default();
        self.credit -= fill as i64;
        Sent::Filled(fill)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is sent a second of a clip with a keyframe of ten pictures' size each second, in kbit/s, and how many of 300
    /// pictures are left out.
    fn sent(adaptation: &mut Adaptation, kbps: usize) -> (usize, usize) {
        let picture = kbps * 1_000 / 8 / 39;
        let (mut bytes, mut left_out) = (0, 0);
        for number in 0..300 {
            let size = if number % 30 == 0 { 10 * picture } else { picture };
            match adaptation.next(size, number % 30 == 0) {
                Sent::Filled(fill) => bytes += size + fill,
                Sent::LeftOut => left_out += 1,
            }
        }
        (bytes * 8 / 10_000, left_out)
    }

    #[test]
    fn pictures_are_filled_up_to_what_is_allowed() {
        let mut adaptation = Adaptation::new(3_500);
        let near = |(rate, left_out): (usize, usize), wanted: usize| {
            assert!(rate.abs_diff(wanted) <= wanted / 20 && left_out == 0, "{rate} of {wanted}, {left_out} left out");
        };
        near(sent(&mut adaptation, 600), 1_500);
        adaptation.allow(800_000.0);
        near(sent(&mut adaptation, 600), 800);
        adaptation.allow(9_000_000.0);
        near(sent(&mut adaptation, 600), 3_500);
    }

    #[test]
    fn what_is_too_much_is_left_out_up_to_a_keyframe() {
        let mut adaptation = Adaptation::new(3_500);
        adaptation.allow(400_000.0);
        let (rate, left_out) = sent(&mut adaptation, 900);
        assert!((250..=480).contains(&rate) && left_out > 100, "{rate}, {left_out} left out");
    }
}
