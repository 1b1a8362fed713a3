use std::time::Duration;

use crate::media::{Frame, SessionTime};

/// The least that a picture is behind the one before it: more than a tick of 90 kHz, the finest clock that
/// an output has, so that no two pictures have the same timestamp.
pub const STEP: Duration = Duration::from_micros(12);

/// How long a live picture can be under way from its camera to here; more is a clock that is wrong.
const LAG: Duration = Duration::from_millis(500);

/// Puts pictures of one source after the other on one time line.
#[derive(Debug, Default)]
pub struct Timeline {
    /// The newest picture.
    last: Option<SessionTime>,
    /// How long the newest live picture was under way. Replayed ones are put as far in the past, so that nothing jumps
    /// on the way from live to a replay and back.
    lag: Duration,
    /// The newest sound.
    sound: Option<SessionTime>,
}

impl Timeline {
    /// A live picture keeps its time, unless that has been passed already: the new camera's way was longer.
    pub fn live(&mut self, frame: &mut Frame, now: SessionTime) {
        self.lag = now.since(frame.pts).min(LAG);
        frame.pts = after(&mut self.last, frame.pts);
    }

    /// A sound: a live one keeps its time, a replay's is as far in the past as its pictures. Whether it can be put out:
    /// where a replay begins, its first may be of before the last live one.
    pub fn sound(&mut self, frame: &mut Frame, is_replayed: bool) -> bool {
        if is_replayed {
            frame.pts = frame.pts.saturating_sub(self.lag);
            if self.sound.is_some_and(|last| frame.pts <= last) {
                return false;
            }
        }
        self.sound = Some(frame.pts);
        true
    }

    /// A picture of a replay that is due at a time, after so many of its lead-in that are to be put before it: as far apart
    /// as they are shown, in slow motion too. Gives the time of the first of them.
    pub fn replayed(&mut self, frame: &mut Frame, lead_in: usize, due: SessionTime) -> SessionTime {
        let lead = STEP * u32::try_from(lead_in).unwrap_or(u32::MAX);
        let at = due.saturating_sub(self.lag);
        let begin = self.last.map_or(SessionTime::ZERO, |last| last + STEP).max(at.saturating_sub(lead));
        frame.pts = at.max(begin + lead);
        self.last = Some(frame.pts);
        begin
    }
}

fn after(last: &mut Option<SessionTime>, wanted: SessionTime) -> SessionTime {
    let at = last.map_or(wanted, |last| wanted.max(last + STEP));
    *last = Some(at);
    at
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;
    use crate::media::Track;

    fn picture(micros: u64) -> Frame {
        let pts = SessionTime::from_micros(micros);
        Frame { track: Track::Video, pts, keyframe: false, data: Bytes::new(), config: None, arrived: pts }
    }

    fn millis(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    #[test]
    fn a_live_picture_keeps_its_time() {
        let mut timeline = Timeline::default();
        for number in 1..10 {
            let mut frame = picture(number * 33_333);
            timeline.live(&mut frame, millis(number * 33 + 80));
            assert_eq!(frame.pts.as_micros(), number * 33_333);
        }
    }

    #[test]
    fn a_replay_goes_on_where_live_was_and_keeps_its_pace() {
        let mut timeline = Timeline::default();
        timeline.live(&mut picture(10_000_000), millis(10_080));
        let mut first = picture(2_000_000);
        let lead = timeline.replayed(&mut first, 40, millis(10_100));
        assert_eq!(first.pts, millis(10_020));
        assert_eq!(lead, SessionTime::from_micros(10_020_000 - 40 * 12));
        // In slow motion they are as much further apart.
        for number in 1..4 {
            let mut next = picture(2_000_000 + number * 33_333);
            timeline.replayed(&mut next, 0, SessionTime::from_micros(10_100_000 + number * 133_332));
            assert_eq!(next.pts.as_micros(), 10_020_000 + number * 133_332);
        }
        let mut live = picture(10_400_000);
        timeline.live(&mut live, millis(10_510));
        assert_eq!(live.pts, SessionTime::from_micros(10_419_996) + STEP);
    }

    #[test]
    fn a_replays_sound_is_as_far_in_the_past_as_its_pictures_and_never_goes_back() {
        let mut timeline = Timeline::default();
        timeline.live(&mut picture(10_000_000), millis(10_080));
        let mut put = |at: u64, is_replayed| {
            let mut frame = picture(at * 1_000);
            timeline.sound(&mut frame, is_replayed).then(|| frame.pts.as_millis())
        };
        assert_eq!(put(10_010, false), Some(10_010));
        assert_eq!(put(10_085, true), None, "it would be of 10 005");
        assert_eq!(put(10_105, true), Some(10_025));
        assert_eq!(put(10_125, true), Some(10_045));
        assert_eq!(put(10_065, false), Some(10_065));
    }

    proptest! {
        #[test]
        fn time_never_goes_back(
            steps in proptest::collection::vec((any::<bool>(), 0_u64..20_000_000, 0_usize..100, 0_u64..50_000), 1..60)
        ) {
            let (mut timeline, mut now, mut last) = (Timeline::default(), SessionTime::from_millis(5_000), None);
            for (live, pts, lead_in, passed) in steps {
                now = now + Duration::from_micros(passed);
                let mut frame = picture(pts);
                let begin = if live {
                    timeline.live(&mut frame, now);
                    frame.pts
                } else {
                    timeline.replayed(&mut frame, lead_in, now)
                };
                if let Some(last) = last {
                    prop_assert!(begin >= last + STEP);
                }
                let lead = if live { Duration::ZERO } else { STEP * lead_in as u32 };
                prop_assert!(frame.pts >= begin + lead);
                last = Some(frame.pts);
            }
        }
    }
}
