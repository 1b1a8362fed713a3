use std::time::Duration;

use crate::media::SessionTime;

/// A camera without a whole picture for so long is lost: at 30 pictures a second it missed 60.
pub const STALL: Duration = Duration::from_secs(2);
/// On program an audience starts to wonder before that: good air has no gap as long as this, …
const ON_PROGRAM: Duration = Duration::from_millis(800);
/// … and on other air a camera is given half as much again as its pictures were apart lately.
const LATELY: Duration = Duration::from_secs(30);
/// With a fallback at hand it is better used: with the time between two looks this is less than a second.
const WITH_FALLBACK: Duration = Duration::from_millis(850);

/// How long a camera's picture may stand still before it counts as lost.
#[derive(Debug, Default)]
pub(super) struct StallWatch {
    /// The longest gap between two pictures in this stretch of time and in the one before.
    longest: [Duration; 2],
    begun: SessionTime,
}

impl StallWatch {
    /// A picture came so long after the one before.
    pub fn picture(&mut self, gap: Duration, now: SessionTime) {
        if now.since(self.begun) >= LATELY {
            let stretches = now.since(self.begun).as_secs() / LATELY.as_secs();
            let before = if stretches > 1 { Duration::ZERO } else { self.longest[0] };
            (self.longest, self.begun) = ([Duration::ZERO, before], now);
        }
        // One that was lost comes back: that was no gap of its air.
        if gap < STALL {
            self.longest[0] = self.longest[0].max(gap);
        }
    }

    /// How long it may be, if the camera is on program, and where a fallback is armed.
    pub fn allowed(&self, on_program: bool, armed: bool) -> Duration {
        let longest = self.longest[0].max(self.longest[1]);
        match (on_program, armed) {
            (false, _) => STALL,
            (true, false) => (longest * 3 / 2).clamp(ON_PROGRAM, STALL),
            (true, true) => (longest * 3 / 2).clamp(ON_PROGRAM, WITH_FALLBACK),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn program_waits_as_long_as_the_air_asks_for() {
        let mut watch = StallWatch::default();
        let allowed = |watch: &StallWatch| {
            [(false, true), (true, false), (true, true)].map(|(on, armed)| watch.allowed(on, armed))
        };
        assert_eq!(allowed(&watch), [STALL, ms(800), ms(800)]);
        watch.picture(ms(33), at(1_000));
        assert_eq!(allowed(&watch), [STALL, ms(800), ms(800)]);
        watch.picture(ms(700), at(2_000));
        assert_eq!(allowed(&watch), [STALL, ms(1_050), ms(850)], "a fallback is better than a gap");
        watch.picture(ms(1_900), at(4_000));
        assert_eq!(allowed(&watch), [STALL, STALL, ms(850)]);
    }

    #[test]
    fn a_gap_is_forgotten_after_half_a_minute_or_a_whole_one() {
        let mut watch = StallWatch::default();
        watch.picture(ms(33), at(1_000));
        watch.picture(ms(800), at(5_000));
        watch.picture(ms(33), at(31_000));
        assert_eq!(watch.allowed(true, false), ms(1_200));
        watch.picture(ms(33), at(61_500));
        assert_eq!(watch.allowed(true, false), ms(800));
        watch.picture(ms(30_000), at(99_000));
        assert_eq!(watch.allowed(true, false), ms(800), "it was lost");
    }
}
