use std::time::Duration;

use super::AudioLevel;
use crate::media::SessionTime;

/// How fast a peak falls, in dB a second, as broadcast meters do (IEC 60268-10 type I: 20 dB in 1.7 s; a little faster).
const FALL: f32 = 20.0;
/// Without a packet for so long nothing is heard. A sender that transmits nothing in silence still sends one each
/// 400 ms (RFC 6716 section 2.1.9).
const GONE: Duration = Duration::from_secs(1);
/// Quieter than any open microphone: the last bit of 16 makes -90 dBov.
const SILENT: f32 = -90.0;
/// A microphone that has been silent for so long is switched off, or no plug is in it.
const SILENCE: Duration = Duration::from_secs(2);
/// Louder than a full sine can be (-3 dBov): its tops are cut off.
const OVERLOADED: f32 = -2.0;
/// Packets in a row that have to be so loud: one may be a knock at the microphone.
const IN_A_ROW: u32 = 2;
/// How long clipping is shown: long enough for a glance.
const HOLD: Duration = Duration::from_secs(1);

/// How loud a camera is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Loudness {
    /// The loudest of late in dBov, from -127 to 0, falling slowly; none while no sound comes.
    pub peak: Option<f32>,
    /// Whether it was too loud for its microphone or its encoder within the last second.
    pub clipping: bool,
    /// Whether sound comes and has been digital silence for two seconds or more.
    pub silent: bool,
}

/// Follows how loud a sound is, packet by packet.
#[derive(Debug, Default)]
pub struct Meter {
    /// The loudest since it was last read.
    loudest: Option<AudioLevel>,
    /// The peak that was last read, and when.
    shown: Option<(f32, SessionTime)>,
    newest: Option<SessionTime>,
    /// When it was last louder than silence, or began.
    heard: Option<SessionTime>,
    overloaded: u32,
    clipped: Option<SessionTime>,
}

impl Meter {
    /// Takes the level of the next packet, which came at `at`.
    pub fn take(&mut self, level: AudioLevel, at: SessionTime) {
        self.newest = Some(at);
        if self.loudest.is_none_or(|loudest| loudest.dbov() < level.dbov()) {
            self.loudest = Some(level);
        }
        if level.dbov() > SILENT || self.heard.is_none() {
            self.heard = Some(at);
        }
        self.overloaded = if level.dbov() >= OVERLOADED { self.overloaded + 1 } else { 0 };
        if self.overloaded >= IN_A_ROW {
            self.clip(at);
        }
    }

    /// Notes that samples were clipped at `at`.
    pub fn clip(&mut self, at: SessionTime) {
        self.clipped = Some(at);
    }

    /// How loud it is at `now`.
    pub fn read(&mut self, now: SessionTime) -> Loudness {
        let loudest = self.loudest.take().map(AudioLevel::dbov);
        if self.newest.is_none_or(|newest| now.since(newest) >= GONE) {
            *self = Self::default();
            return Loudness::default();
        }
        let fallen = self.shown.map(|(peak, at)| peak - FALL * now.since(at).as_secs_f32());
        let peak = [loudest, fallen].into_iter().flatten().fold(AudioLevel::SILENCE.dbov(), f32::max);
        self.shown = Some((peak, now));
        Loudness {
            peak: Some(peak),
            clipping: self.clipped.is_some_and(|at| now.since(at) < HOLD),
            silent: self.heard.is_some_and(|heard| now.since(heard) >= SILENCE),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn level(below: u8) -> AudioLevel {
        AudioLevel::from_extension(&[below]).expect("a byte")
    }

    fn at(millis: u64) -> SessionTime {
        SessionTime::from_millis(millis)
    }

    /// Takes packets of 20 ms from `from` up to `to`.
    fn hear(meter: &mut Meter, below: u8, from: u64, to: u64) {
        for millis in (from..to).step_by(20) {
            meter.take(level(below), at(millis));
        }
    }

    #[test]
    fn a_peak_falls_slowly_and_a_louder_packet_lifts_it_at_once() {
        let mut meter = Meter::default();
        meter.take(level(20), at(0));
        assert_eq!(meter.read(at(0)).peak, Some(-20.0));
        hear(&mut meter, 60, 20, 500);
        assert_eq!(meter.read(at(500)).peak, Some(-30.0));
        meter.take(level(10), at(510));
        meter.take(level(60), at(530));
        assert_eq!(meter.read(at(600)).peak, Some(-10.0), "the loudest since it was read");
    }

    #[test]
    fn what_has_stopped_is_nothing() {
        let mut meter = Meter::default();
        assert_eq!(meter.read(at(0)), Loudness::default());
        hear(&mut meter, 0, 0, 100);
        assert!(meter.read(at(1_000)).peak.is_some());
        assert_eq!(meter.read(at(1_080)), Loudness::default());
        hear(&mut meter, 40, 5_000, 5_100);
        assert_eq!(meter.read(at(5_100)).peak, Some(-40.0), "nothing is left of before");
    }

    #[test]
    fn silence_takes_two_seconds_and_a_word_ends_it() {
        let mut meter = Meter::default();
        hear(&mut meter, 30, 0, 100);
        hear(&mut meter, 127, 100, 2_060);
        assert!(!meter.read(at(2_060)).silent);
        hear(&mut meter, 127, 2_060, 2_100);
        assert!(meter.read(at(2_100)).silent);
        meter.take(level(60), at(2_120));
        assert!(!meter.read(at(2_120)).silent);
    }

    #[test]
    fn a_microphone_that_was_off_from_the_start_is_silent_too() {
        let mut meter = Meter::default();
        // A sender that transmits little in silence.
        for millis in [0, 400, 800, 1_200, 1_600, 2_000] {
            meter.take(AudioLevel::SILENCE, at(millis));
        }
        assert_eq!(meter.read(at(2_000)), Loudness { peak: Some(-127.0), clipping: false, silent: true });
    }

    #[test]
    fn clipping_takes_two_packets_and_is_shown_for_a_second() {
        let mut meter = Meter::default();
        meter.take(level(0), at(0));
        meter.take(level(30), at(20));
        meter.take(level(1), at(40));
        assert!(!meter.read(at(40)).clipping);
        meter.take(level(2), at(60));
        assert!(meter.read(at(60)).clipping);
        hear(&mut meter, 30, 80, 1_080);
        assert!(meter.read(at(1_050)).clipping);
        assert!(!meter.read(at(1_060)).clipping);
    }

    proptest! {
        #[test]
        fn a_peak_is_never_below_what_was_heard(levels in prop::collection::vec(0u8..=127, 1..50)) {
            let mut meter = Meter::default();
            for (packet, below) in levels.iter().enumerate() {
                meter.take(level(*below), at(packet as u64 * 20));
            }
            let loudest = levels.iter().min().map(|below| -f32::from(*below));
            prop_assert_eq!(meter.read(at(levels.len() as u64 * 20)).peak, loudest);
        }
    }
}
