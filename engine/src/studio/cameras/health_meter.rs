use std::time::Duration;

use crate::{
    media::SessionTime,
    protocol::{CameraTelemetry, HealthReason, Looks},
};

/// A battery below this is nearly empty, …
const EMPTY: f32 = 0.15;
/// … until it has so much again: a phone that rounds would go back and forth.
const FULLER: f32 = 0.18;
/// Air that loses more of its pictures than this, …
const LOSS: f32 = 0.02;
/// … or lets them stand still for longer in a second, in milliseconds, is bad.
const STOOD: u32 = 300;
/// Fewer pictures than this share of what it sent before are few.
const FEW: f32 = 0.6;
/// No phone is to send more, and an encoder that does is no measure for one that is slow, in pictures a second.
const MOST: f32 = 30.0;

/// Says what is wrong with a camera, by its figures and by its looks: quickly that something is, slowly that it is not any
/// more, so that nothing flickers.
#[derive(Debug, Default)]
pub(super) struct HealthMeter {
    looks: Looks,
    silent: Lasting,
    battery: bool,
    air: Lasting,
    slow: Lasting,
    reordered: Lasting,
    /// How long its pictures stood still so far for what its air did, in milliseconds.
    stood: u32,
    /// The most pictures a second that it has sent for three seconds, and what it sent in the last two.
    usual: f32,
    lately: [f32; 2],
    told: Vec<HealthReason>,
}

/// Something that counts once it has been so for a time, and until it has not been so for another.
#[derive(Debug, Default)]
struct Lasting {
    is: bool,
    /// Since when it is otherwise.
    otherwise: Option<SessionTime>,
}

impl Lasting {
    fn take(&mut self, is: bool, (comes, goes): (u64, u64), now: SessionTime) {
        if is == self.is {
            self.otherwise = None;
            return;
        }
        let since = *self.otherwise.get_or_insert(now);
        if now.since(since) >= Duration::from_secs(if is { comes } else { goes }) {
            (self.is, self.otherwise) = (is, None);
        }
    }
}

impl HealthMeter {
    /// How its pictures look at the desks.
    pub fn looks(&mut self, looks: Looks) {
        self.looks = looks;
    }

    /// Its figures of the last second, whether its sound is digital silence, and the rate that is wanted of it, if any.
    pub fn figures(&mut self, figures: &CameraTelemetry, silent: bool, wanted: Option<f32>, now: SessionTime) {
        self.silent.take(silent, (2, 1), now);
        let charging = figures.charging == Some(true);
        let enough = if self.battery { FULLER } else { EMPTY };
        self.battery = figures.battery.is_some_and(|battery| battery < enough) && !charging;
        let causes = &figures.standstills;
        let stood = causes.air.ms.saturating_add(causes.loss.ms).saturating_add(causes.keyframe.ms);
        let more = stood.saturating_sub(std::mem::replace(&mut self.stood, stood));
        self.air.take(figures.loss > LOSS || more > STOOD, (2, 8), now);
        let sustained = self.lately.iter().copied().fold(figures.fps, f32::min);
        self.lately = [self.lately[1], figures.fps];
        self.usual = self.usual.max(sustained.min(MOST));
        let usual = wanted.map_or(self.usual, |wanted| self.usual.min(wanted));
        self.slow.take(figures.fps > 0.0 && figures.fps < usual * FEW, (3, 5), now);
        self.reordered.take(figures.reordered, (0, 5), now);
    }

    /// What is wrong, if that is something else than was told last.
    pub fn news(&mut self) -> Option<Vec<HealthReason>> {
        let reasons = [
            (HealthReason::Frozen, self.looks.still),
            (HealthReason::Black, self.looks.black),
            (HealthReason::Overexposed, self.looks.white),
            (HealthReason::Silent, self.silent.is),
            (HealthReason::Battery, self.battery),
            (HealthReason::Air, self.air.is),
            (HealthReason::Slow, self.slow.is),
            (HealthReason::Reordered, self.reordered.is),
        ];
        let reasons: Vec<_> = reasons.into_iter().filter_map(|(reason, is)| is.then_some(reason)).collect();
        (reasons != self.told).then(|| {
            self.told.clone_from(&reasons);
            reasons
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{CameraNumber, KeyframeTotals, StandstillTotal, Standstills};

    fn figures() -> CameraTelemetry {
        CameraTelemetry {
            sending: None,
            camera: CameraNumber(1),
            kbps: 2_000,
            fps: 30.0,
            width: 1_280,
            height: 720,
            codec: None,
            loss: 0.0,
            sound: true,
            reordered: false,
            asked: 0,
            recovered: 0,
            keyframe_ms: None,
            keyframes_asked: KeyframeTotals::default(),
            standstills: Standstills::default(),
            battery: Some(0.8),
            charging: Some(false),
        }
    }

    /// Seconds in which a camera is as it is said, and what was told in each.
    struct Evening {
        meter: HealthMeter,
        second: u64,
    }

    impl Evening {
        /// After ten seconds in which all was well.
        fn new() -> Self {
            let mut evening = Self { meter: HealthMeter::default(), second: 0 };
            assert_eq!(evening.goes(10, &figures(), false), vec![]);
            evening
        }

        /// What was told, and in which second of these.
        fn goes(&mut self, seconds: u64, figures: &CameraTelemetry, silent: bool) -> Vec<(u64, Vec<HealthReason>)> {
            let mut told = Vec::new();
            for second in 1..=seconds {
                self.second += 1;
                self.meter.figures(figures, silent, None, SessionTime::from_millis(self.second * 1_000));
                told.extend(self.meter.news().map(|reasons| (second, reasons)));
            }
            told
        }
    }

    #[test]
    fn bad_air_is_said_soon_and_taken_back_late() {
        let mut evening = Evening::new();
        let loses = CameraTelemetry { loss: 0.1, ..figures() };
        assert_eq!(evening.goes(1, &loses, false), vec![], "one bad second");
        assert_eq!(evening.goes(1, &figures(), false), vec![]);
        assert_eq!(evening.goes(5, &loses, false), vec![(3, vec![HealthReason::Air])]);
        assert_eq!(evening.goes(5, &figures(), false), vec![]);
        assert_eq!(evening.goes(1, &loses, false), vec![], "it is bad again");
        assert_eq!(evening.goes(12, &figures(), false), vec![(9, vec![])]);
        let mut stands = figures();
        let mut told = Vec::new();
        for second in 1..=4 {
            stands.standstills.air = StandstillTotal { count: second, ms: second * 400 };
            told.extend(evening.goes(1, &stands, false));
        }
        assert_eq!(told, vec![(1, vec![HealthReason::Air])], "pictures that stand still");
    }

    #[test]
    fn fewer_pictures_than_before_are_slow() {
        let mut evening = Evening::new();
        let at = |fps| CameraTelemetry { fps, ..figures() };
        assert_eq!(evening.goes(20, &at(20.0), false), vec![], "a dark room");
        assert_eq!(evening.goes(6, &at(12.0), false), vec![(4, vec![HealthReason::Slow])]);
        assert_eq!(evening.goes(20, &at(24.0), false), vec![(6, vec![])]);
        assert_eq!(evening.goes(20, &at(0.0), false), vec![], "none at all is another matter");
        let mut film = HealthMeter::default();
        for second in 1..20 {
            film.figures(&at(12.0), false, None, SessionTime::from_millis(second * 1_000));
            assert_eq!(film.news(), None, "one that never sent more");
        }
    }

    #[test]
    fn a_lower_rate_that_is_wanted_is_not_slow() {
        let mut evening = Evening::new();
        for second in 11..30 {
            let fps = CameraTelemetry { fps: 15.0, ..figures() };
            evening.meter.figures(&fps, false, Some(15.0), SessionTime::from_millis(second * 1_000));
            assert_eq!(evening.meter.news(), None);
        }
    }

    #[test]
    fn a_battery_is_empty_until_it_is_fuller_or_charged() {
        let mut evening = Evening::new();
        let at = |battery, charging| CameraTelemetry { battery: Some(battery), charging: Some(charging), ..figures() };
        assert_eq!(evening.goes(3, &at(0.14, false), false), vec![(1, vec![HealthReason::Battery])]);
        assert_eq!(evening.goes(3, &at(0.16, false), false), vec![]);
        assert_eq!(evening.goes(3, &at(0.16, true), false), vec![(1, vec![])]);
        assert_eq!(evening.goes(3, &at(0.16, false), false), vec![]);
        let silent = CameraTelemetry { battery: None, charging: None, ..figures() };
        assert_eq!(evening.goes(3, &silent, false), vec![], "a browser that does not tell");
    }

    #[test]
    fn looks_and_silence() {
        let mut evening = Evening::new();
        evening.meter.looks(Looks { black: true, white: false, still: true });
        assert_eq!(evening.meter.news(), Some(vec![HealthReason::Frozen, HealthReason::Black]), "at once");
        evening.meter.looks(Looks::default());
        assert_eq!(evening.meter.news(), Some(vec![]));
        assert_eq!(evening.goes(5, &figures(), true), vec![(3, vec![HealthReason::Silent])]);
        assert_eq!(evening.goes(5, &figures(), false), vec![(2, vec![])]);
    }
}
