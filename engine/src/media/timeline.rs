use std::time::Duration;

use super::lowest::Lowest;
use super::{SessionTime, Track};

/// How much faster or slower than real time the session times may run while they are being corrected: 5 %, which
/// nobody sees in a replay, is 50 ms a second.
const SLEW: i64 = 20;
/// What is wrong by more than this is corrected at once when that goes forward. Back it is slewed: time does not return.
const STEP_MICROS: i64 = 1_000_000;
/// A wall clock that is off by this from what a track's own clock counted since the last report was set. Crystals
/// differ by half a millisecond in the 5 s between reports; some senders read their clocks some 10 ms apart.
const SET_MICROS: i64 = 200_000;
/// The least and the most that a delay differs from the lowest, in microseconds. A network queue holds a second or
/// two; beyond, a clock was set or a sender began anew.
const DELAYS: std::ops::RangeInclusive<i64> = -1_000_000..=5_000_000;

fn is_delay(difference: i64) -> bool {
    DELAYS.contains(&difference)
}

/// The RTP clock of one track, brought to the session clock.
///
/// Media time is what the track's own timestamps count, in microseconds from the first; a session time is media time
/// and a shift. The shift that is right follows from the sender's reports, or, before there is one, from the frame
/// that came with the least delay; the shift that is used slews towards it.
#[derive(Debug)]
pub struct Timeline {
    track: Track,
    /// The newest timestamp, and how many ticks from the first it is, wraps included.
    newest: Option<(u32, i64)>,
    shift: Option<i64>,
    /// Media time for which `shift` was last corrected.
    slewed: i64,
    /// Of the frames, arrival minus media time.
    arrivals: Lowest,
    /// The sender's wall clock minus media time, as it last reported.
    reported: Option<i64>,
    last: Option<SessionTime>,
}

impl Timeline {
    /// Of a track of which nothing has come yet.
    pub fn new(track: Track) -> Self {
        Self { track, newest: None, shift: None, slewed: 0, arrivals: Lowest::default(), reported: None, last: None }
    }

    /// Whether a wall clock that says `wall` at `timestamp`, in microseconds, has run on evenly since the last report;
    /// if not, it was set.
    pub fn is_steady(&mut self, timestamp: u32, wall: i64) -> bool {
        let (media, _) = self.media(timestamp);
        self.reported.is_none_or(|reported| (wall - media - reported).abs() < SET_MICROS)
    }

    /// Takes from a report that `timestamp` is `wall` on the sender's clock, in microseconds.
    pub fn report(&mut self, timestamp: u32, wall: i64) {
        let (media, _) = self.media(timestamp);
        self.reported = Some(wall - media);
    }

    /// Forgets the reports.
    pub fn forget_reports(&mut self) {
        self.reported = None;
    }

    /// The session time of the frame with `timestamp` that came at `arrived`; `offset` is the session clock minus the
    /// sender's wall clock, in microseconds, where it is known.
    ///
    /// It is after that of the frame before, by a microsecond if by nothing else, and otherwise never after `arrived`.
    pub fn pts(&mut self, timestamp: u32, arrived: SessionTime, offset: Option<i64>) -> SessionTime {
        let now = micros(arrived);
        let (mut media, mut ticks) = self.media(timestamp);
        if self.arrivals.get().is_some_and(|lowest| !is_delay(now - media - lowest)) {
            *self = Self { last: self.last, ..Self::new(self.track) };
            (media, ticks) = self.media(timestamp);
        }
        self.newest = self.newest.filter(|(_, newest)| *newest >= ticks).or(Some((timestamp, ticks)));
        self.arrivals.add(arrived, now - media);
        let by_arrival = self.arrivals.get().unwrap_or(now - media);
        let target = match (self.reported, offset) {
            (Some(reported), Some(offset)) => Some(reported + offset),
            _ => None,
        };
        // A report that says another time than the frames themselves is wrong.
        let target = target.filter(|target| is_delay(by_arrival - target)).unwrap_or(by_arrival);
        let shift = self.slew(media, target);
        let pts = SessionTime::from_micros(u64::try_from(media + shift).unwrap_or(0)).min(arrived);
        let pts = self.last.map_or(pts, |last| pts.max(last + Duration::from_micros(1)));
        self.last = Some(pts);
        pts
    }

    fn slew(&mut self, media: i64, target: i64) -> i64 {
        let shift = self.shift.unwrap_or(target);
        let most = (media - self.slewed).max(0) / SLEW;
        self.slewed = self.slewed.max(media);
        let shift = if target - shift > STEP_MICROS { target } else { shift + (target - shift).clamp(-most, most) };
        self.shift = Some(shift);
        shift
    }

    /// Media time of a timestamp, in microseconds and in ticks. It is taken to be at most half a wrap (6 hours of
    /// video, 12 of sound) away from the newest.
    fn media(&mut self, timestamp: u32) -> (i64, i64) {
        let (newest, ticks) = *self.newest.get_or_insert((timestamp, 0));
        let ticks = ticks + i64::from(timestamp.wrapping_sub(newest) as i32);
        // Fits for six years of sound; timestamps that run away from the time of arrival begin anew at zero.
        (ticks * 1_000_000 / i64::from(self.track.clock_rate()), ticks)
    }
}

/// A session time where differences are taken: engines do not run for 292 000 years.
pub fn micros(time: SessionTime) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
