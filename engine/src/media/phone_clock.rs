use std::collections::VecDeque;
use std::time::Duration;

use super::SessionTime;
use super::track_clock::micros;

/// How long an answer counts. Within it a crystal's pace is as good as constant.
const WINDOW: Duration = Duration::from_secs(60);
/// A phone's crystal is off by 100 ppm at worst, this machine's too.
const DRIFT: f64 = 200e-6;
/// Answers that are closer together say nothing about the pace.
const APART: i64 = 1_000_000;
/// So coarse is the clock that a browser shows a page, in microseconds: Firefox and Safari round it to a millisecond.
const GRAIN: i64 = 1_000;
/// So many answers that don't fit the others, within [`ODD_FOR`], mean that the clock was set. One may be wrong.
const ODD: usize = 3;
const ODD_FOR: Duration = Duration::from_secs(10);

/// A question to a phone, what its clock says, and its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProbeTimes {
    /// When it was asked.
    pub sent: SessionTime,
    /// When it heard the question, in microseconds of its own wall clock.
    pub heard: u64,
    /// When it answered, by the same clock.
    pub answered: u64,
    /// When the answer came.
    pub came: SessionTime,
}

/// A phone's clock, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneOffset {
    /// The session clock minus the phone's, in microseconds.
    pub micros: i64,
    /// By how much that may be wrong either way, in microseconds.
    pub error: i64,
    /// The least time that a question and its answer were on their way, in microseconds.
    pub round_trip: i64,
}

/// A phone's wall clock on the session clock.
///
/// A question is heard after it was sent and an answer comes after it was given: each puts a bound to what the phone's
/// clock is on the session clock, one from either side. Those of a minute together, and what they say of the clock's
/// pace in the same way, leave a narrow band, and its middle is what is taken: the offset of NTP (RFC 5905 section 8)
/// between the quickest question and the quickest answer, whether or not they belong to each other. What waits in a
/// queue only gives a bound that says less. Where ways there and back are not equally long at their best, the middle is
/// wrong by half of the difference, and never by more than half the band.
#[derive(Debug, Default)]
pub struct PhoneClock {
    answers: VecDeque<Interval>,
    /// Those that don't fit the others.
    odd: VecDeque<Interval>,
    band: Option<Band>,
}

impl PhoneClock {
    /// Takes in an answer. One that says that it took longer to answer than it took to come back counts for nothing.
    pub fn add(&mut self, probe: ProbeTimes) {
        let Some(bounds) = Interval::of(probe) else { return };
        let (now, oldest) = (bounds.at, WINDOW.as_micros() as i64);
        self.answers.retain(|other| now - other.at <= oldest);
        self.odd.retain(|other| now - other.at <= ODD_FOR.as_micros() as i64);
        self.answers.push_back(bounds);
        if let Some(band) = Band::of(&self.answers) {
            self.band = Some(band);
            return;
        }
        self.answers.pop_back();
        self.odd.push_back(bounds);
        if self.odd.len() >= ODD {
            tracing::debug!("a phone's clock was set");
            self.answers = std::mem::take(&mut self.odd);
            // They may have come while it was being set.
            while Band::of(&self.answers).is_none() && self.answers.len() > 1 {
                self.answers.pop_front();
            }
            self.band = Band::of(&self.answers);
        }
    }

    /// What is known at `now`; none before the first answer, and when there has been none for a minute.
    pub fn at(&self, now: SessionTime) -> Option<PhoneOffset> {
        let band = self.band?;
        let passed = micros(now) - band.at;
        if passed > WINDOW.as_micros() as i64 {
            return None;
        }
        let (slow, fast) = band.pace;
        let (low, high) = (band.low + grown(slow, passed), band.high + grown(fast, passed));
        Some(PhoneOffset { micros: i64::midpoint(low, high), error: (high - low + 1) / 2, round_trip: band.round_trip })
    }
}

/// By how much the offset grows in this time.
fn grown(pace: f64, passed: i64) -> i64 {
    (pace * passed as f64) as i64
}

/// What one answer says: the session clock minus the phone's, in microseconds, is from `low` to `high` at `at`.
#[derive(Debug, Clone, Copy)]
struct Interval {
    at: i64,
    low: i64,
    high: i64,
}

impl Interval {
    fn of(ProbeTimes { sent, heard, answered, came }: ProbeTimes) -> Option<Self> {
        let (heard, answered) = (i64::try_from(heard).ok()?, i64::try_from(answered).ok()?);
        let (low, high) = (micros(sent) - heard - GRAIN, micros(came) - answered + GRAIN);
        (heard <= answered && low <= high).then_some(Self { at: micros(came), low, high })
    }
}

/// What several answers say together.
#[derive(Debug, Clone, Copy)]
struct Band {
    at: i64,
    low: i64,
    high: i64,
    /// The least and the most by which the offset grows in a microsecond.
    pace: (f64, f64),
    round_trip: i64,
}

impl Band {
    /// None where they contradict each other.
    fn of(answers: &VecDeque<Interval>) -> Option<Self> {
        let at = answers.back()?.at;
        let (mut slow, mut fast) = (-DRIFT, DRIFT);
        for (number, later) in answers.iter().enumerate() {
            for earlier in answers.iter().take(number) {
                let passed = later.at - earlier.at;
                if passed >= APART {
                    slow = slow.max((later.low - earlier.high) as f64 / passed as f64);
                    fast = fast.min((later.high - earlier.low) as f64 / passed as f64);
                }
            }
        }
        let low = answers.iter().map(|bounds| bounds.low + grown(slow, at - bounds.at)).max()?;
        let high = answers.iter().map(|bounds| bounds.high + grown(fast, at - bounds.at)).min()?;
        let round_trip = answers.iter().map(|bounds| bounds.high - bounds.low - 2 * GRAIN).min()?;
        (slow <= fast && low <= high).then_some(Self {
            at,
            low,
            high,
            pace: (slow, fast),
            round_trip: round_trip.max(0),
        })
    }
}

#[cfg(test)]
mod tests;
