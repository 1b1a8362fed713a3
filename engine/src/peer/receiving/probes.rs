use std::{collections::VecDeque, time::Duration};

use crate::media::{ProbeTimes, SessionTime};

/// A phone that comes is asked so many times at every look, ...
const AT_ONCE: u32 = 8;
/// ... and then so often: enough quick answers in a minute even on bad air.
const EACH: Duration = Duration::from_millis(500);
/// So many questions may wait for an answer: four seconds of them.
const WAITING: usize = 8;

/// What a phone is asked of its clock, and what it answered.
#[derive(Debug, Default)]
pub(super) struct Probes {
    asked: u32,
    last: SessionTime,
    waiting: VecDeque<(u32, SessionTime)>,
    answered: Vec<ProbeTimes>,
}

impl Probes {
    /// The number of the question that is due, if one is.
    pub fn due(&self, now: SessionTime) -> Option<u32> {
        (self.asked < AT_ONCE || now.since(self.last) >= EACH).then_some(self.asked)
    }

    /// The question that was due is asked.
    pub fn ask(&mut self, now: SessionTime) {
        if self.waiting.len() >= WAITING {
            self.waiting.pop_front();
        }
        self.waiting.push_back((self.asked, now));
        (self.asked, self.last) = (self.asked.wrapping_add(1), now);
    }

    /// An answer came. One to nothing that was asked, or that was answered already, counts for nothing.
    pub fn answer(&mut self, number: u32, (heard, answered): (u64, u64), came: SessionTime) {
        if let Some(place) = self.waiting.iter().position(|(asked, _)| *asked == number)
            && let Some((_, sent)) = self.waiting.remove(place)
        {
            self.answered.push(ProbeTimes { sent, heard, answered, came });
        }
    }

    /// What was answered since this was called last.
    pub fn take(&mut self) -> Vec<ProbeTimes> {
        std::mem::take(&mut self.answered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    #[test]
    fn a_phone_is_asked_at_once_and_then_twice_a_second() {
        let mut probes = Probes::default();
        let asked: Vec<_> = (10..30_u64)
            .filter(|look| {
                let now = at(look * 100);
                let due = probes.due(now).is_some();
                if due {
                    probes.ask(now);
                }
                due
            })
            .collect();
        assert_eq!(asked, [10, 11, 12, 13, 14, 15, 16, 17, 22, 27]);
    }

    #[test]
    fn each_answer_counts_once_and_only_to_what_was_asked() {
        let mut probes = Probes::default();
        probes.ask(at(100));
        probes.ask(at(200));
        for number in [7, 1, 1] {
            probes.answer(number, (5, 6), at(210));
        }
        assert_eq!(probes.take(), [ProbeTimes { sent: at(200), heard: 5, answered: 6, came: at(210) }]);
        assert_eq!(probes.take(), []);
        // It does not answer for a while: what is left behind is not waited for.
        for ask in 0..8 {
            probes.ask(at(1_000 + ask * 500));
        }
        probes.answer(0, (5, 6), at(9_000));
        assert_eq!(probes.take(), []);
    }
}
