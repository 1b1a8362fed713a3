use std::time::Duration;

use super::lowest::Lowest;
use super::reported::Reported;
use super::{SessionTime, Track};

/// What part of the time that passes the session times may be corrected by: 5 %, which nobody sees in a replay, is 50 ms
/// a second.
const SLEW: i64 = 20;
/// The same where they are wrong by more than [`NEAR_MICROS`]. A clock that is as much too fast is still followed: 25
/// pictures promised and 31 shipped.
const FAST_SLEW: i64 = 4;
const NEAR_MICROS: i64 = 50_000;
/// What is wrong by more than this is corrected at once when that goes forward: sound and picture are seen to be apart by
/// then. Back it is slewed: time does not return.
const STEP_MICROS: i64 = 200_000;
/// Sound's delay that grew by so much more than the pictures' since its last report is not the network's, which is the
/// same for both: its clock stood still.
const SLIP_MICROS: i64 = 500_000;
/// The least and the most that a delay differs from the lowest, in microseconds. A network queue holds a second or
/// two; beyond, a clock was set or a sender began anew.
const DELAYS: std::ops::RangeInclusive<i64> = -1_000_000..=5_000_000;

fn is_delay(difference: i64) -> bool {
    DELAYS.contains(&difference)
}

/// The RTP clock of one track, brought to the session clock.
///
/// Media time is what the track's own timestamps count, in microseconds from the first; a session time is media time
/// and a shift. The shift that is right follows from the sender's reports, or, where there is none, from the frame that
/// came with the least delay lately; the shift that is used slews towards it.
#[derive(Debug)]
pub struct TrackClock {
    track: Track,
    /// The newest timestamp, and how many ticks from the first it is, wraps included.
    newest: Option<(u32, i64)>,
    shift: Option<i64>,
    /// Media time for which `shift` was last corrected.
    slewed: i64,
    /// Of the frames, arrival minus media time.
    arrivals: Lowest,
    reported: Reported,
    /// The least of `arrivals` when it reported last.
    least_then: Option<i64>,
    last: Option<SessionTime>,
    /// How far the shift that is used is from the one that the reports say; none where they say nothing.
    left: Option<i64>,
}

impl TrackClock {
    /// Of a track of which nothing has come yet.
    pub fn new(track: Track) -> Self {
        let arrivals = Lowest::following();
        let reported = Reported::default();
        Self {
            track,
            newest: None,
            shift: None,
            slewed: 0,
            arrivals,
            reported,
            least_then: None,
            last: None,
            left: None,
        }
    }

    /// Takes from a report that `timestamp` is `wall` on the sender's clock, in microseconds. Says by how much that is
    /// later than what was reported before had it.
    pub fn report(&mut self, timestamp: u32, wall: i64, arrived: SessionTime) -> i64 {
        let (media, _) = self.begin(timestamp);
        let jump = self.reported.at(media, arrived).map_or(0, |before| wall - media - before);
        self.reported.add(media, wall, arrived);
        self.least_then = self.arrivals.get();
        jump
    }

    /// Forgets the reports.
    pub fn forget_reports(&mut self) {
        self.reported.forget();
        self.least_then = None;
    }

    /// By how much the delay of its frames has grown since its last report; none without a report or a frame.
    pub fn grown(&self) -> Option<i64> {
        Some(self.arrivals.get()? - self.least_then?)
    }

    /// The session time of the frame with `timestamp` that came at `arrived`; `offset` is the session clock minus the
    /// sender's wall clock, in microseconds, where it is known, and `other` how much the delay of the track has
    /// [`grown`](Self::grown) that this one is held against, if it is against any.
    ///
    /// It is after that of the frame before, by a microsecond if by nothing else, and otherwise never after `arrived`.
    pub fn pts(
        &mut self,
        timestamp: u32,
        arrived: SessionTime,
        offset: Option<i64>,
        other: Option<i64>,
    ) -> SessionTime {
        let now = micros(arrived);
        let (mut media, mut ticks) = self.begin(timestamp);
        if self.arrivals.get().is_some_and(|lowest| !is_delay(now - media - lowest)) {
            *self = Self { last: self.last, ..Self::new(self.track) };
            (media, ticks) = self.begin(timestamp);
        }
        self.newest = self.newest.filter(|(_, newest)| *newest >= ticks).or(Some((timestamp, ticks)));
        self.arrivals.add(arrived, now - media);
        let by_arrival = self.arrivals.get().unwrap_or(now - media);
        let slipped = self.grown().zip(other).map(|(own, other)| own - other.max(0));
        let slipped = slipped.filter(|slipped| *slipped > SLIP_MICROS).unwrap_or(0);
        let target = self.reported.at(media, arrived).zip(offset).map(|(reported, offset)| reported + offset + slipped);
        // A report that says another time than the frames themselves is wrong.
        let is_possible = |target: &i64| is_delay(by_arrival - target) || is_delay(now - media - target);
        let reported = target.filter(is_possible);
        let shift = self.slew(media, reported.unwrap_or(by_arrival));
        self.left = reported.map(|target| (target - shift).abs());
        let pts = SessionTime::from_micros(u64::try_from(media + shift).unwrap_or(0)).min(arrived);
        let pts = self.last.map_or(pts, |last| pts.max(last + Duration::from_micros(1)));
        self.last = Some(pts);
        pts
    }

    /// How far its newest frame is from where the reports put it, in microseconds: what is still to be slewed. None where
    /// they put it nowhere.
    pub fn left(&self) -> Option<i64> {
        self.left
    }

    /// The session time of a frame that came late, by the clock as it is; none before the first.
    pub fn pts_of(&self, timestamp: u32) -> Option<SessionTime> {
        let (media, _) = self.media(timestamp, self.newest?);
        Some(SessionTime::from_micros(u64::try_from(media + self.shift?).unwrap_or(0)))
    }

    fn slew(&mut self, media: i64, target: i64) -> i64 {
        let shift = self.shift.unwrap_or(target);
        let wrong = target - shift;
        let passed = (media - self.slewed).max(0);
        self.slewed = self.slewed.max(media);
        let most = passed / if wrong.abs() > NEAR_MICROS { FAST_SLEW } else { SLEW };
        let shift = if wrong > STEP_MICROS { target } else { shift + wrong.clamp(-most, most) };
        self.shift = Some(shift);
        shift
    }

    /// Media time of a timestamp, as [`media`](Self::media); that of the first is zero.
    fn begin(&mut self, timestamp: u32) -> (i64, i64) {
        let newest = *self.newest.get_or_insert((timestamp, 0));
        self.media(timestamp, newest)
    }

    /// Media time of a timestamp, in microseconds and in ticks. It is taken to be at most half a wrap (6 hours of
    /// video, 12 of sound) away from the newest.
    fn media(&self, timestamp: u32, (newest, ticks): (u32, i64)) -> (i64, i64) {
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
