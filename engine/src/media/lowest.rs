use std::collections::VecDeque;
use std::time::Duration;

use super::SessionTime;

/// How long a value counts. A phone's crystal is off by 100 ppm at worst: 3 ms in this time.
const WINDOW: Duration = Duration::from_secs(30);
/// Of the values within this time only the lowest is kept, so there are 31 at most.
const SLOT: Duration = Duration::from_secs(1);

/// The lowest of the values of the last [`WINDOW`].
///
/// A packet's way through the network only ever adds to its delay: the lowest that was seen is the one without waiting.
#[derive(Debug, Default)]
pub struct Lowest {
    slots: VecDeque<(SessionTime, i64)>,
}

impl Lowest {
    /// Adds what was measured at `now`.
    pub fn add(&mut self, now: SessionTime, value: i64) {
        while self.slots.front().is_some_and(|(begin, _)| now.since(*begin) > WINDOW) {
            self.slots.pop_front();
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_counts_until_it_is_old() {
        let mut lowest = Lowest::default();
        assert_eq!(lowest.get(), None);
        lowest.add(SessionTime::ZERO, 5);
        for second in 1..=30 {
            lowest.add(SessionTime::from_millis(second * 1_000), 9);
            assert_eq!(lowest.get(), Some(5));
        }
        lowest.add(SessionTime::from_millis(31_000), 9);
        assert_eq!(lowest.get(), Some(9));
    }

    #[test]
    fn is_bounded() {
        let mut lowest = Lowest::default();
        for millis in 0..100_000 {
            lowest.add(SessionTime::from_millis(millis), 0);
        }
        assert!(lowest.slots.len() <= 31);
    }
}
