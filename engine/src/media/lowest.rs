use std::collections::VecDeque;
use std::time::Duration;

use super::SessionTime;

/// How long a value counts. A phone's crystal is off by 100 ppm at worst: 3 ms in this time.
const WINDOW: Duration = Duration::from_secs(30);
/// Of the values within this time only the lowest is kept, so there are 31 at most.
const SLOT: Duration = Duration::from_secs(1);
/// What all values exceed by so many microseconds, and ...
const ABOVE: i64 = 60_000;
/// ... for so long, and ...
const STAYS: Duration = Duration::from_millis(300);
/// ... as often, is no lowest value any more: it isn't jitter, since of that one packet in a few is free.
const OFTEN: u32 = 5;

/// The lowest of the values of the last [`WINDOW`].
///
/// A packet's way through the network only ever adds to its delay: the lowest that was seen is the one without waiting.
#[derive(Debug, Default)]
pub struct Lowest {
    slots: VecDeque<(SessionTime, i64)>,
    /// Whether values that stay above the lowest overrule it.
    follows: bool,
    above: Option<Above>,
}

/// Values that are all above the lowest one.
#[derive(Debug, Clone, Copy)]
struct Above {
    since: SessionTime,
    lowest: i64,
    count: u32,
}

impl Lowest {
    /// Of values that may also rise for good, as when the clock that is measured runs slowly or stands still: what
    /// stays above the lowest by [`ABOVE`] takes its place.
    pub fn following() -> Self {
        Self { follows: true, ..Self::default() }
    }

    /// Adds what was measured at `now`.
    pub fn add(&mut self, now: SessionTime, value: i64) {
        while self.slots.front().is_some_and(|(begin, _)| now.since(*begin) > WINDOW) {
            self.slots.pop_front();
        }
        if self.follows {
            self.follow(now, value);
        }
        match self.slots.back_mut() {
            Some((begin, lowest)) if now.since(*begin) < SLOT => *lowest = value.min(*lowest),
            _ => self.slots.push_back((now, value)),
        }
    }

    /// The lowest value; none before the first.
    pub fn get(&self) -> Option<i64> {
        self.slots.iter().map(|(_, value)| *value).min()
    }

    fn follow(&mut self, now: SessionTime, value: i64) {
        if self.get().is_none_or(|lowest| value - lowest <= ABOVE) {
            self.above = None;
            return;
        }
        let Above { since, lowest, count } = self.above.unwrap_or(Above { since: now, lowest: value, count: 0 });
        let above = Above { since, lowest: lowest.min(value), count: count + 1 };
        self.above = Some(above);
        if now.since(since) >= STAYS && above.count >= OFTEN {
            self.slots.clear();
            self.slots.push_back((now, above.lowest));
            self.above = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    #[test]
    fn the_lowest_counts_until_it_is_old() {
        for mut lowest in [Lowest::default(), Lowest::following()] {
            assert_eq!(lowest.get(), None);
            lowest.add(SessionTime::ZERO, 5);
            for second in 1..=30 {
                lowest.add(at(second * 1_000), 9);
                assert_eq!(lowest.get(), Some(5));
            }
            lowest.add(at(31_000), 9);
            assert_eq!(lowest.get(), Some(9));
        }
    }

    #[test]
    fn what_stays_above_it_takes_its_place_where_values_may_rise() {
        let (mut lasting, mut following) = (Lowest::default(), Lowest::following());
        for millis in (0..2_000).step_by(20) {
            let value = if millis < 1_000 { 5 } else { 100_000 };
            lasting.add(at(millis), value);
            following.add(at(millis), value);
            assert_eq!(lasting.get(), Some(5));
            assert_eq!(following.get(), Some(if millis < 1_300 { 5 } else { 100_000 }), "{millis}");
        }
        // One packet in ten is not held up, and one comes alone after a pause: that is a way that is busy.
        let mut busy = Lowest::following();
        for (number, millis) in (0..2_000_u64).step_by(20).chain([9_000]).enumerate() {
            busy.add(at(millis), if number % 10 == 0 { 5 } else { 300_000 });
            assert_eq!(busy.get(), Some(5));
        }
    }

    #[test]
    fn is_bounded() {
        let mut lowest = Lowest::following();
        for millis in 0..100_000 {
            lowest.add(at(millis), millis as i64 * 100);
        }
        assert!(lowest.slots.len() <= 31);
    }
}
