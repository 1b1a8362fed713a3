use std::{collections::VecDeque, time::Duration};

use crate::media::SessionTime;

/// A rate is taken over so long: an encoder's pictures differ.
const WINDOW: Duration = Duration::from_millis(500);
/// The highest of so long counts: what an air carries is not what came in a moment when it was silent.
const PEAK: Duration = Duration::from_secs(1);
/// What each packet costs beside its payload: IPv4, UDP, RTP with three extensions, and SRTP's tag.
const OVERHEAD: usize = 20 + 8 + 24 + 10;

/// How much of a stream arrives.
#[derive(Debug, Default)]
pub struct ReceivedRate {
    bits: u64,
    /// What had come when it was looked at, within [`WINDOW`].
    looks: VecDeque<(SessionTime, u64)>,
    /// Rates since then, each lower than those before it, within [`PEAK`].
    peaks: VecDeque<(SessionTime, u64)>,
}

impl ReceivedRate {
    /// A packet with so many bytes of payload came.
    pub fn add(&mut self, payload: usize) {
        self.bits += 8 * (payload + OVERHEAD) as u64;
    }

    /// The highest rate of late in bit/s; looked at about ten times a second. None before there is one.
    pub fn read(&mut self, now: SessionTime) -> Option<u64> {
        // The one that ends the window stays.
        while self.looks.get(1).is_some_and(|(at, _)| now.since(*at) >= WINDOW) {
            self.looks.pop_front();
        }
        self.looks.push_back((now, self.bits));
        let (since, before) = *self.looks.front()?;
        if now.since(since) >= WINDOW {
            let rate = (self.bits - before) * 1_000_000 / now.since(since).as_micros() as u64;
            while self.peaks.pop_back_if(|(_, lower)| *lower <= rate).is_some() {}
            self.peaks.push_back((now, rate));
        }
        while self.peaks.pop_front_if(|(at, _)| now.since(*at) > PEAK).is_some() {}
        self.peaks.front().map(|(_, rate)| *rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_highest_of_late() {
        let mut rate = ReceivedRate::default();
        let mut read = Vec::new();
        for tick in 0..60_u64 {
            // 1.0 Mbit/s for two seconds, a silence of half a second, then 0.5.
            let packets = match tick {
                0..20 => 10,
                20..25 => 0,
                _ => 5,
            };
            for _ in 0..packets {
                rate.add(1_250 - OVERHEAD);
            }
            read.push(rate.read(SessionTime::from_millis(tick * 100 + 100)));
        }
        assert_eq!(read[3], None);
        assert_eq!([read[10], read[25], read[28]], [Some(1_000_000); 3]);
        assert_eq!(read[59], Some(500_000));
        assert!(rate.looks.len() <= 7 && rate.peaks.len() <= 11);
    }
}
