use std::time::Duration;

use crate::{media::SessionTime, protocol::CameraTiming};

/// So many pictures say how long they take: two seconds of them.
const PICTURES: usize = 60;
/// A delay that is longer by less than a tenth, or so many milliseconds, is no news.
const NEWS: u32 = 4;
/// Time from one piece of news to the next.
const PAUSE: Duration = Duration::from_secs(2);

/// Where a camera's pictures are in time: how long they take to come, and how far from their place they may be.
#[derive(Debug, Default)]
pub(super) struct TimingMeter {
    /// In milliseconds, of the last pictures.
    delays: Vec<u32>,
    /// Where the next one goes.
    next: usize,
    told: Option<CameraTiming>,
    at: SessionTime,
}

impl TimingMeter {
    /// A picture took so long.
    pub fn picture(&mut self, delay: Duration) {
        let delay = u32::try_from(delay.as_millis()).unwrap_or(u32::MAX);
        if self.delays.len() < PICTURES {
            self.delays.push(delay);
        } else {
            self.delays[self.next] = delay;
        }
        self.next = (self.next + 1) % PICTURES;
    }

    /// No picture comes any more, and everyone knows that.
    pub fn lost(&mut self) {
        *self = Self::default();
    }

    /// What is news at `now`, with what the pictures may be wrong by, if that is known: that, or that it is not known any
    /// more.
    pub fn look(&mut self, alignment: Option<Duration>, now: SessionTime) -> Option<Option<CameraTiming>> {
        let timing = self.delay().zip(alignment).map(|(delay, wrong)| {
            let alignment = u32::try_from(wrong.as_micros().div_ceil(1_000)).unwrap_or(u32::MAX);
            CameraTiming { delay, alignment }
        });
        let is_news = match (self.told, timing) {
            (Some(told), Some(timing)) => {
                let moved = differ(told.delay, timing.delay) || differ(told.alignment, timing.alignment);
                moved && now.since(self.at) >= PAUSE
            }
            (told, timing) => told != timing,
        };
        is_news.then(|| {
            (self.told, self.at) = (timing, now);
            timing
        })
    }

    /// The median.
    fn delay(&self) -> Option<u32> {
        let mut delays = self.delays.clone();
        let middle = delays.len().checked_sub(1)? / 2;
        Some(*delays.select_nth_unstable(middle).1)
    }
}

/// Whether these many milliseconds are worth telling after those.
fn differ(told: u32, now: u32) -> bool {
    told.abs_diff(now) >= NEWS.max(told / 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    const KNOWN: Option<Duration> = Some(Duration::from_micros(1_200));

    fn pictures(meter: &mut TimingMeter, count: usize, millis: u64) {
        (0..count).for_each(|_| meter.picture(Duration::from_millis(millis)));
    }

    #[test]
    fn what_is_known_is_told_at_once_and_again_when_it_has_moved() {
        let mut meter = TimingMeter::default();
        assert_eq!(meter.look(KNOWN, at(0)), None, "there is no picture");
        pictures(&mut meter, 5, 40);
        assert_eq!(meter.look(None, at(100)), None, "its clock is not known");
        assert_eq!(meter.look(KNOWN, at(200)), Some(Some(CameraTiming { delay: 40, alignment: 2 })));
        pictures(&mut meter, 60, 42);
        assert_eq!(meter.look(KNOWN, at(9_000)), None, "that is no news");
        pictures(&mut meter, 29, 900);
        assert_eq!(meter.look(KNOWN, at(9_100)), None, "most come as before");
        pictures(&mut meter, 31, 90);
        assert_eq!(meter.look(KNOWN, at(9_200)), Some(Some(CameraTiming { delay: 90, alignment: 2 })));
        pictures(&mut meter, 60, 30);
        assert_eq!(meter.look(KNOWN, at(11_100)), None, "not so soon");
        assert_eq!(meter.look(KNOWN, at(11_200)), Some(Some(CameraTiming { delay: 30, alignment: 2 })));
        assert_eq!(meter.look(None, at(11_300)), Some(None), "it answers no more");
        assert_eq!(meter.look(None, at(15_000)), None);
    }

    #[test]
    fn who_was_lost_is_told_of_anew() {
        let mut meter = TimingMeter::default();
        pictures(&mut meter, 60, 40);
        assert!(meter.look(KNOWN, at(200)).is_some());
        meter.lost();
        assert_eq!(meter.look(KNOWN, at(9_000)), None);
        pictures(&mut meter, 1, 40);
        assert!(meter.look(KNOWN, at(9_100)).is_some());
    }
}
