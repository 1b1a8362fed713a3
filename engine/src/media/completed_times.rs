use std::time::Duration;

use super::given::Given;
use super::{SessionTime, Side};

const STEP: Duration = Duration::from_micros(1);

/// The session times of one track's completed side: a frame that live had has the very time that it had there, one that
/// came late is put between its neighbours.
#[derive(Debug, Default)]
pub struct CompletedTimes {
    given: Given<SessionTime>,
    /// The last one of the completed side.
    last: Option<SessionTime>,
}

impl CompletedTimes {
    /// Notes a frame of live, or of both.
    pub fn note(&mut self, side: Side, timestamp: u32, pts: SessionTime) {
        match side {
            Side::Both => {
                self.given.clear();
                self.last = Some(pts);
            }
            Side::Live => self.given.note(timestamp, pts),
            Side::Completed => {}
        }
    }

    /// The time of the next frame of the completed side: that of live, else `by_clock` where it fits.
    pub fn pts(&mut self, timestamp: u32, by_clock: SessionTime) -> SessionTime {
        let pts = self.given.take(timestamp).unwrap_or_else(|| {
            let next = self.given.next().map(|pts| pts.saturating_sub(STEP));
            next.map_or(by_clock, |next| by_clock.min(next))
        });
        let pts = self.last.map_or(pts, |last| pts.max(last + STEP));
        self.last = Some(pts);
        pts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    #[test]
    fn what_live_had_keeps_its_time_and_what_is_late_is_put_between() {
        let mut times = CompletedTimes::default();
        times.note(Side::Both, 1, at(100));
        times.note(Side::Live, 5, at(240));
        times.note(Side::Live, 6, at(270));
        assert_eq!(times.pts(2, at(133)), at(133));
        assert_eq!(times.pts(3, at(90)), at(133) + STEP, "not before what came before it");
        assert_eq!(times.pts(4, at(500)), at(240).saturating_sub(STEP), "nor behind what comes after it");
        assert_eq!(times.pts(5, at(0)), at(240));
        assert_eq!(times.pts(6, at(0)), at(270));
        assert_eq!(times.pts(7, at(300)), at(300), "where live has given nothing yet");
    }
}
