use std::ops::Add;
use std::time::Duration;

/// A moment on the session clock, in microseconds since its zero.
///
/// Arithmetic saturates: there is nothing before zero, and the end is 584 000 years away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SessionTime(u64);

impl SessionTime {
    /// The session clock's zero.
    pub const ZERO: Self = Self(0);

    /// From microseconds since zero.
    #[must_use]
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// From milliseconds since zero.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1_000))
    }

    /// From the time that has passed since zero.
    #[must_use]
    pub fn from_duration(since_start: Duration) -> Self {
        Self(u64::try_from(since_start.as_micros()).unwrap_or(u64::MAX))
    }

    /// Microseconds since zero.
    #[must_use]
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Whole milliseconds since zero.
    #[must_use]
    pub const fn as_millis(self) -> u64 {
        self.0 / 1_000
    }

    /// The time that has passed since `earlier`; zero if that is later than `self`.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }

    /// The moment that is `duration` before, at the earliest zero.
    #[must_use]
    pub fn saturating_sub(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(Self::from_duration(duration).0))
    }
}

impl Add<Duration> for SessionTime {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(Self::from_duration(duration).0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_saturates_at_both_ends() {
        let second = SessionTime::from_millis(1_000);
        assert_eq!(second.saturating_sub(Duration::from_secs(10)), SessionTime::ZERO);
        assert_eq!(SessionTime::ZERO.since(second), Duration::ZERO);
        assert_eq!(second.since(SessionTime::ZERO), Duration::from_secs(1));
        let end = SessionTime::from_micros(u64::MAX);
        assert_eq!(end + Duration::from_secs(1), end);
        assert_eq!(SessionTime::from_duration(Duration::MAX), end);
    }

    #[test]
    fn converts_between_units() {
        let time = SessionTime::from_micros(1_234_567);
        assert_eq!(time.as_millis(), 1_234);
        assert_eq!(SessionTime::from_millis(1_234).as_micros(), 1_234_000);
        assert_eq!(SessionTime::from_duration(Duration::from_micros(1_234_567)), time);
    }
}
