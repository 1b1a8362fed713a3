use std::{collections::VecDeque, time::Duration};

use crate::media::{Lowest, SessionTime};

/// What the luckiest packet of so long waited is a queue: a wait for the air, or a bad moment of it, is over sooner.
const RECENT: Duration = Duration::from_millis(300);
/// So much is a queue to be emptied.
pub(super) const QUEUE: Duration = Duration::from_millis(35);
/// What is not emptied in so long by sending less, and that is eight times by then, is no queue of ours: the way itself has
/// got longer, or others fill it.
const LASTS: Duration = Duration::from_secs(8);
/// No queue holds more, in microseconds: the sender's clock was set.
const LONGEST: i64 = 2_000_000;
/// The send time wraps each 64 s; after a silence of so long it is counted anew.
const SILENCE: Duration = Duration::from_secs(16);
/// The send time's unit: 2^-18 s.
const FRACTION: u32 = 18;
/// Its bits beyond 24 are not sent.
const UNSENT: u32 = 8;

/// How long a sender's packets wait in a queue, by their absolute send time
/// (<http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time>): seconds with 6 bits before the point and 18 behind.
///
/// The two clocks need not agree: the shortest way of the last half minute is the one without a queue.
#[derive(Debug, Default)]
pub struct QueueingDelay {
    /// The newest packet: when it came, its send time as it stood in it, and without wrapping.
    newest: Option<(SessionTime, u32, i64)>,
    lowest: Lowest,
    /// Delays of the last [`RECENT`], each lower than those before it: fewer than its packets, and all in the order in
    /// which they become the lowest.
    recent: VecDeque<(SessionTime, i64)>,
    /// Since when there is a queue.
    since: Option<SessionTime>,
}

impl QueueingDelay {
    /// Takes in a packet that was sent at this time.
    pub fn take(&mut self, sent: [u8; 3], arrived: SessionTime) {
        let sent = u32::from_be_bytes([0, sent[0], sent[1], sent[2]]);
        let newest = self.newest.filter(|(at, ..)| arrived.since(*at) < SILENCE);
        if newest.is_none() {
            *self = Self::default();
        }
        let whole = newest.map_or(i64::from(sent), |(_, before, whole)| {
            whole + i64::from((sent.wrapping_sub(before) << UNSENT) as i32 >> UNSENT)
        });
        let delay = arrived.as_micros() as i64 - ((whole * 1_000_000) >> FRACTION);
        if self.lowest.get().is_some_and(|lowest| delay - lowest > LONGEST) {
            *self = Self::default();
        }
        self.newest = Some((arrived, sent, whole));
        self.lowest.add(arrived, delay);
        while self.recent.pop_back_if(|(_, later)| *later >= delay).is_some() {}
        self.recent.push_back((arrived, delay));
    }

    /// How long every packet of late waited; none when there was no packet. Asked about ten times a second.
    pub fn standing(&mut self, now: SessionTime) -> Option<Duration> {
        while self.recent.pop_front_if(|(at, _)| now.since(*at) > RECENT).is_some() {}
        let (_, delay) = *self.recent.front()?;
        let waited = delay.saturating_sub(self.lowest.get()?);
        let waited = Duration::from_micros(waited.max(0) as u64);
        if waited < QUEUE {
            self.since = None;
        } else if now.since(*self.since.get_or_insert(now)) >= LASTS {
            (self.since, self.lowest) = (None, Lowest::default());
            self.lowest.add(now, delay);
            return Some(Duration::ZERO);
        }
        Some(waited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sender whose clock stands at 63 s when ours begins: it wraps in the second second.
    fn sent(micros: u64) -> [u8; 3] {
        let units = ((63_000_000 + micros) << FRACTION) / 1_000_000;
        let [.., high, middle, low] = (units as u32).to_be_bytes();
        [high, middle, low]
    }

    /// What stands after packets each 5 ms for two seconds, which take as long as `way` says of the number.
    fn standing(way: impl Fn(u64) -> u64) -> u64 {
        let mut delay = QueueingDelay::default();
        let mut arrived = 0;
        for number in 0..400 {
            let at = number * 5_000;
            // Packets don't overtake each other.
            arrived = arrived.max(at + way(number));
            delay.take(sent(at), SessionTime::from_micros(arrived));
        }
        delay.standing(SessionTime::from_micros(arrived)).expect("packets came").as_millis() as u64
    }

    #[test]
    fn a_queue_is_what_every_packet_waits_for() {
        assert_eq!(standing(|_| 3_000), 0);
        assert_eq!(standing(|number| if number < 100 { 3_000 } else { 63_000 }), 60);
        // It came and went.
        assert_eq!(standing(|number| if (100..250).contains(&number) { 63_000 } else { 3_000 }), 0);
    }

    #[test]
    fn waits_for_the_air_are_none() {
        assert_eq!(standing(|number| if number % 16 < 9 { 3_000 } else { 3_000 + number * 7 % 11 * 4_000 }), 0);
        // Quarter of a second that holds all of them up.
        assert_eq!(standing(|number| if number < 360 { 3_000 } else { 80_000 }), 0);
    }

    #[test]
    fn a_way_that_got_longer_is_no_queue_for_ever() {
        let mut delay = QueueingDelay::default();
        let mut queues = 0;
        for number in 0..600_u64 {
            let at = number * 20_000;
            let arrived = SessionTime::from_micros(at + if number < 100 { 3_000 } else { 50_000 });
            delay.take(sent(at), arrived);
            queues += u64::from(delay.standing(arrived).expect("it came") >= QUEUE);
        }
        assert_eq!(queues, 8_000 / 20, "eight seconds of the ten");
    }

    #[test]
    fn a_clock_that_is_set_is_no_queue() {
        let mut delay = QueueingDelay::default();
        for number in 0..200_u64 {
            let at = number * 20_000;
            let says = if number < 100 { at + 20_000_000 } else { at };
            delay.take(sent(says), SessionTime::from_micros(at));
        }
        let standing = delay.standing(SessionTime::from_millis(3_980)).expect("packets came");
        assert!(standing < Duration::from_millis(1), "{standing:?}");
        assert_eq!(delay.standing(SessionTime::from_millis(4_500)), None, "nothing came of late");
        delay.take(sent(0), SessionTime::from_millis(90_000));
        assert_eq!(delay.standing(SessionTime::from_millis(90_000)), Some(Duration::ZERO));
    }

    #[test]
    fn is_bounded() {
        let mut delay = QueueingDelay::default();
        for millis in 0..20_000_u64 {
            delay.take(sent(millis * 1_000), SessionTime::from_micros(millis * 1_000 + millis % 300 * 500));
            delay.standing(SessionTime::from_millis(millis));
        }
        assert!(delay.recent.len() <= 301);
    }
}
