use std::time::Duration;

/// Before anything was measured: more than a room's Wi-Fi takes, less than the Internet.
const UNKNOWN: Duration = Duration::from_millis(50);

/// How long a request takes until its answer is here, as TCP estimates it (RFC 6298 section 2).
#[derive(Debug, Default)]
pub struct RoundTrip {
    /// Smoothed value and mean deviation; none before the first measurement.
    estimate: Option<(Duration, Duration)>,
}

impl RoundTrip {
    /// An answer has come so long after it was asked for.
    pub fn measured(&mut self, took: Duration) {
        self.estimate = Some(match self.estimate {
            None => (took, took / 2),
            Some((smoothed, deviation)) => ((smoothed * 7 + took) / 8, (deviation * 3 + smoothed.abs_diff(took)) / 4),
        });
    }

    /// Most answers have come after this.
    pub fn usual(&self) -> Duration {
        self.estimate.map_or(UNKNOWN, |(smoothed, deviation)| smoothed + deviation)
    }

    /// After this an answer that has not come is lost rather than late.
    pub fn timeout(&self) -> Duration {
        self.estimate.map_or(UNKNOWN, |(smoothed, deviation)| smoothed + deviation * 4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_follows_what_is_measured_and_leaves_room_for_what_varies() {
        let millis = Duration::from_millis;
        let mut round_trip = RoundTrip::default();
        assert_eq!(round_trip.timeout(), UNKNOWN);
        round_trip.measured(millis(10));
        assert_eq!((round_trip.usual(), round_trip.timeout()), (millis(15), millis(30)));
        for _ in 0..30 {
            round_trip.measured(millis(10));
        }
        assert!(round_trip.timeout() < millis(11));
        round_trip.measured(millis(90));
        assert_eq!(round_trip.timeout().as_millis(), 100, "20 and four times 20");
    }
}
