use std::time::Duration;

use crate::media::SessionTime;

/// How fast it is played, in percent of how fast it happened; 0 stands, negative runs backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speed(pub i16);

impl Speed {
    /// As fast as it happened.
    pub const NORMAL: Self = Self(100);
    /// Not at all.
    pub const STILL: Self = Self(0);

    /// How far it gets in so much time, either way, in whole microseconds.
    fn distance(self, time: Duration) -> Duration {
        Duration::from_micros(micros(time).saturating_mul(self.0.unsigned_abs().into()) / 100)
    }

    /// How long it takes to get so far forwards, in whole microseconds; none where it never does.
    pub(super) fn time(self, distance: Duration) -> Option<Duration> {
        let time = || micros(distance).saturating_mul(100).div_ceil(self.0.unsigned_abs().into());
        (self.0 > 0).then(|| Duration::from_micros(time()))
    }
}

/// Whole microseconds, as session time has them: 2^64 of them are 584 000 years.
fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// Where a player is on its way from the beginning, at any time.
#[derive(Debug, Clone, Copy)]
pub struct Playhead {
    position: Duration,
    /// When it was there.
    since: SessionTime,
    speed: Speed,
}

impl Playhead {
    /// Goes at `now`, from there on.
    pub fn new(position: Duration, now: SessionTime, speed: Speed) -> Self {
        Self { position, since: now, speed }
    }

    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// Where it is. Before the beginning there is nothing.
    pub fn position(&self, now: SessionTime) -> Duration {
        let distance = self.speed.distance(now.since(self.since));
        if self.speed.0 < 0 { self.position.saturating_sub(distance) } else { self.position + distance }
    }

    /// When it is there; none when it stands before it.
    pub fn reaches(&self, position: Duration) -> Option<SessionTime> {
        let ahead = position.saturating_sub(self.position);
        if ahead.is_zero() { Some(self.since) } else { Some(self.since + self.speed.time(ahead)?) }
    }

    /// Goes on from where it is, as fast as this.
    pub fn set_speed(&mut self, speed: Speed, now: SessionTime) {
        *self = Self { position: self.position(now), since: now, speed };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn it_goes_as_fast_as_it_is_told_and_a_change_of_speed_moves_it_nowhere() {
        let mut playhead = Playhead::new(Duration::ZERO, at(5_000), Speed::NORMAL);
        for (now, speed, position) in [
            (6_000, Speed(50), 1_000),
            (8_000, Speed(0), 2_000),
            (60_000, Speed(25), 2_000),
            (64_000, Speed(-200), 3_000),
            (65_000, Speed(200), 1_000),
        ] {
            assert_eq!(playhead.position(at(now)), millis(position), "at {now}");
            playhead.set_speed(speed, at(now));
            assert_eq!(playhead.position(at(now)), millis(position), "at {now}, {speed:?}");
        }
        assert_eq!(playhead.position(at(65_500)), millis(2_000));
        assert_eq!(playhead.reaches(millis(5_000)), Some(at(67_000)));
        assert_eq!(playhead.reaches(millis(500)), Some(at(65_000)), "it is there");
        playhead.set_speed(Speed::STILL, at(65_500));
        assert_eq!(playhead.reaches(millis(2_001)), None, "it stands");
        playhead.set_speed(Speed(-100), at(65_500));
        assert_eq!(playhead.reaches(millis(2_001)), None, "it goes the other way");
        assert_eq!(playhead.position(at(70_000)), Duration::ZERO, "before the beginning there is nothing");
    }

    proptest! {
        /// At the time at which it says that it is somewhere, it is there, and a microsecond before, it is not.
        #[test]
        fn it_is_there_when_it_says(speed in 1..400_i16, since in 0..1_000_000_u64, far in 1..20_000_000_u64) {
            let playhead = Playhead::new(Duration::ZERO, SessionTime::from_micros(since), Speed(speed));
            let position = Duration::from_micros(far);
            let there = playhead.reaches(position).expect("it goes");
            prop_assert!(playhead.position(there) >= position);
            prop_assert!(playhead.position(there.saturating_sub(Duration::from_micros(1))) < position);
        }
    }
}
