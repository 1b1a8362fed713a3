use std::time::Duration;

use super::SessionTime;

/// A report counts for so long: senders report every 5 s, and half as much again as a rule at most (RFC 3550 section
/// 6.2), so two in a row are lost then.
const COUNTS: Duration = Duration::from_secs(15);
/// Reports that are closer together than so many microseconds say little about a rate.
const APART: i64 = 500_000;
/// In a million: a clock that is off by less is a crystal and the reading of it, some 10 ms apart in a second.
const EVEN: i64 = 20_000;
/// In a million: what is off by more is no rate.
const MOST: i64 = 500_000;

/// What a track's sender reports say of its media time: the sender's wall clock minus it, in microseconds.
///
/// A media clock that runs at another pace than it says, as of a camera that stamps its pictures for the rate that it
/// promises and ships fewer, goes on at that pace between two reports.
#[derive(Debug, Default)]
pub struct Reported {
    newest: Option<Report>,
    /// The one from which the rate is measured.
    base: Option<Report>,
    /// How fast the difference grows by media time, in a million: as was measured last, and before that.
    rates: [Option<i64>; 2],
}

#[derive(Debug, Clone, Copy)]
struct Report {
    media: i64,
    difference: i64,
    arrived: SessionTime,
}

impl Reported {
    /// Takes from a report that `media` is `wall` on the sender's clock.
    pub fn add(&mut self, media: i64, wall: i64, arrived: SessionTime) {
        let report = Report { media, difference: wall - media, arrived };
        let base = *self.base.get_or_insert(report);
        let (passed, grown) = (media - base.media, report.difference - base.difference);
        // By the wall clock: the media's may stand still.
        if passed + grown >= APART {
            let rate = grown.saturating_mul(1_000_000) / passed.max(1);
            self.rates = [Some(rate), self.rates[0]];
            self.base = Some(report);
        }
        self.newest = Some(report);
    }

    /// The difference at `media`, for a frame that came at `now`; none when nothing was reported lately.
    pub fn at(&self, media: i64, now: SessionTime) -> Option<i64> {
        let report = self.newest.filter(|report| now.since(report.arrived) <= COUNTS)?;
        let longest = COUNTS.as_micros() as i64;
        Some(report.difference + (media - report.media).clamp(-longest, longest) * self.rate() / 1_000_000)
    }

    /// Forgets all of them.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// How fast the difference grows. Of two measurements the smaller: a clock that stood still once is not slow.
    fn rate(&self) -> i64 {
        let rate = match self.rates {
            [Some(newest), Some(before)] if newest.signum() != before.signum() => 0,
            [Some(newest), Some(before)] if newest.abs() > before.abs() => before,
            [newest, _] => newest.unwrap_or(0),
        };
        if rate.abs() < EVEN { 0 } else { rate.clamp(-MOST, MOST) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    fn at(micros: i64) -> SessionTime {
        SessionTime::from_micros(micros as u64)
    }

    #[test]
    fn a_clock_that_is_slow_goes_on_slowly_between_reports() {
        let mut reported = Reported::default();
        assert_eq!(reported.at(0, at(0)), None);
        for second in 0..10 {
            // 21 pictures a second are stamped for 25.
            let wall = second * SECOND;
            reported.add(wall * 21 / 25, wall, at(wall));
            if second > 0 {
                let later = wall + SECOND * 9 / 10;
                let difference = reported.at(later * 21 / 25, at(later)).expect("reported");
                assert!((difference - later * 4 / 25).abs() < 10, "{difference}");
            }
        }
    }

    #[test]
    fn a_clock_that_stood_still_or_is_read_unevenly_is_none() {
        let mut reported = Reported::default();
        for second in 0..20 {
            let stood = if second < 10 { 0 } else { 3 * SECOND };
            let wall = second * SECOND + stood + second % 2 * 9_000;
            reported.add(second * SECOND, wall, at(wall));
            let difference = reported.at(second * SECOND + SECOND, at(wall)).expect("reported");
            assert_eq!(difference, stood + second % 2 * 9_000);
        }
    }

    #[test]
    fn an_old_report_does_not_count() {
        let mut reported = Reported::default();
        reported.add(0, 5, at(0));
        assert_eq!(reported.at(15 * SECOND, at(15 * SECOND)), Some(5));
        assert_eq!(reported.at(16 * SECOND, at(16 * SECOND)), None);
    }
}
