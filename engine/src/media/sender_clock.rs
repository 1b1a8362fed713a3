use std::time::Duration;

use super::completed_times::CompletedTimes;
use super::lowest::Lowest;
use super::phone_clock::{PhoneClock, ProbeTimes};
use super::track_clock::{TrackClock, micros};
use super::{AccessUnit, Frame, SessionTime, Side, Track};

/// The clocks of one sender, brought to the session clock: it makes [`Frame`]s of [`AccessUnit`]s.
///
/// Picture and sound count with clocks of their own. The sender's reports (RFC 3550 section 6.4.1) tie both to one
/// wall clock, and what that is on the session clock is found from the report that came with the least delay: so what
/// was captured at the same moment gets the same time. That report too was on its way, for a millisecond or for many; a
/// phone that answers [probes](ProbeTimes) says how long, and what two of them captured at the same moment gets the same
/// time too, as far as [`alignment`](Self::alignment) says. Until a track's first report, and again 15 s after its last, its
/// time is that of arrival, less the delay that varies.
///
/// What is newer counts: a track's own clock may run at another pace than it says or stand still, its sender's wall clock
/// may be set. Neither puts sound and picture apart by 200 ms for longer than it takes to be seen, a report or 300 ms.
///
/// One for each connection: another one has other clocks.
#[derive(Debug)]
pub struct SenderClock {
    video: TrackClock,
    audio: TrackClock,
    /// Session time of the reports' arrival minus the wall time in them.
    offset: Lowest,
    /// The same of the newest one.
    newest: Option<i64>,
    /// What the sender's page says of its wall clock; the clock of its reports is the same one in Chromium and Firefox.
    phone: PhoneClock,
    /// Of pictures, the only ones that come late.
    completed: CompletedTimes,
}

/// A wall clock that is off by this from what a track's own clock counted since the last report was set, or that other
/// one stood still. Crystals differ by half a millisecond in the 5 s between reports; some senders read their clocks
/// some 10 ms apart.
const SET_MICROS: i64 = 200_000;

/// The wall clock of an NTP timestamp minus that of a page, in microseconds: from 1900 to 1970.
const UNIX_MICROS: i64 = 2_208_988_800_000_000;
/// A report that came with the least delay of half a minute was hardly on its way for longer, in microseconds. If it seems
/// so, the page's clock is likely not that of the reports, ...
const LONGEST_WAY: i64 = 100_000;
/// ... and surely not if it seems so by more than this.
const NO_WAY: i64 = 5_000_000;
/// A place that may be wrong by more than so many microseconds is not known.
const UNKNOWN: i64 = 250_000;
/// What the clock of the reports may have run apart from this machine's in the half minute since that report came, in
/// microseconds: 100 ppm each.
const DRIFTED: i64 = 6_000;

/// What a sender report says about one of its streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SenderReport {
    /// The sender's wall clock as an NTP timestamp: seconds in the upper 32 bits, their fraction in the lower. Zero
    /// when the sender has none; the report is ignored then.
    pub ntp: u64,
    /// The same moment as an RTP timestamp of the stream.
    pub timestamp: u32,
    /// When the report arrived.
    pub arrived: SessionTime,
}

impl SenderClock {
    /// Of a sender of which nothing has come yet.
    #[must_use]
    pub fn new() -> Self {
        let (video, audio) = (TrackClock::new(Track::Video), TrackClock::new(Track::Audio));
        Self {
            video,
            audio,
            offset: Lowest::default(),
            newest: None,
            phone: PhoneClock::default(),
            completed: CompletedTimes::default(),
        }
    }

    /// Takes a sender report about the stream of `track`.
    pub fn report(&mut self, track: Track, report: SenderReport) {
        if report.ntp == 0 {
            return;
        }
        let wall = wall_micros(report.ntp);
        let offset = micros(report.arrived) - wall;
        let moved = self.newest.replace(offset).map_or(0, |before| offset - before);
        let jump = self.track_clock(track).report(report.timestamp, wall, report.arrived);
        // Where the wall clock has run on by the session clock, it is the track's that did not.
        if jump.abs() >= SET_MICROS && moved.abs() >= jump.abs() / 2 {
            tracing::debug!("the sender's wall clock was set");
            self.offset = Lowest::default();
            self.video.forget_reports();
            self.audio.forget_reports();
            self.track_clock(track).report(report.timestamp, wall, report.arrived);
        }
        self.offset.add(report.arrived, offset);
    }

    /// Takes what the sender's page said of its clock.
    pub fn probed(&mut self, probe: ProbeTimes) {
        self.phone.add(probe);
    }

    /// How far the newest picture may be from its true place on the session clock: what is not known of the sender's clock,
    /// and what is still to be slewed. None where its clock or its reports are not known.
    ///
    /// The true place is the moment at which the sender stamped it. What its camera needed until then is not in it.
    pub fn alignment(&self, now: SessionTime) -> Option<Duration> {
        let (_, error) = self.way(now)?;
        let wrong = Some(error + self.video.left()?).filter(|wrong| *wrong <= UNKNOWN);
        wrong.map(|wrong| Duration::from_micros(wrong.unsigned_abs()))
    }

    /// How long the report that came with the least delay was on its way, what the clocks have run apart since included, and by how much that may be wrong, in
    /// microseconds. None where the sender's page says nothing of its clock.
    fn way(&self, now: SessionTime) -> Option<(i64, i64)> {
        let (least, phone) = (self.offset.get()?, self.phone.at(now)?);
        let way = least - (phone.micros - UNIX_MICROS);
        if (-phone.error - DRIFTED..=LONGEST_WAY).contains(&way) {
            Some((way.max(-DRIFTED), phone.error))
        } else {
            // Of another clock it took half of the least round trip, or nothing, or all of it; else it was late indeed.
            let late = if (0..NO_WAY).contains(&way) { way } else { 0 };
            Some((phone.round_trip.min(2 * LONGEST_WAY) / 2, late.max(phone.round_trip + DRIFTED)))
        }
    }

    /// Gives an access unit its place on the session clock. To be called in the order in which an
    /// [`Assembler`](super::Assembler) gave them, for the side that it said. What comes late says nothing about the clocks.
    pub fn frame(&mut self, unit: AccessUnit, side: Side) -> Frame {
        let AccessUnit { track, timestamp, arrived, .. } = unit;
        let pts = match (track, side) {
            (Track::Video, Side::Completed) => {
                let by_clock = self.video.pts_of(timestamp).unwrap_or(arrived);
                self.completed.pts(timestamp, by_clock)
            }
            (Track::Video, Side::Both | Side::Live) | (Track::Audio, _) => self.pts(track, timestamp, arrived),
        };
        if track == Track::Video {
            self.completed.note(side, timestamp, pts);
        }
        Frame { track, pts, keyframe: unit.keyframe, data: unit.data, config: unit.config, arrived }
    }

    /// The session time of a frame by its RTP timestamp and its arrival: strictly after the one before on its track,
    /// and not after `arrived` (but for the microsecond that the first rule may need).
    pub fn pts(&mut self, track: Track, timestamp: u32, arrived: SessionTime) -> SessionTime {
        let way = self.way(arrived).map_or(0, |(way, _)| way);
        let offset = self.offset.get().map(|least| least - way);
        let other = match track {
            // Pictures also wait in their sender while its way is narrow, which puts off nothing that they show.
            Track::Video => None,
            Track::Audio => self.video.grown(),
        };
        self.track_clock(track).pts(timestamp, arrived, offset, other)
    }

    fn track_clock(&mut self, track: Track) -> &mut TrackClock {
        match track {
            Track::Video => &mut self.video,
            Track::Audio => &mut self.audio,
        }
    }
}

impl Default for SenderClock {
    fn default() -> Self {
        Self::new()
    }
}

/// An NTP timestamp in microseconds; it wraps with its era in 2036, which looks like a clock that was set.
fn wall_micros(ntp: u64) -> i64 {
    let (seconds, fraction) = (ntp >> 32, ntp & u64::from(u32::MAX));
    // At most 4.3e15: far below the limit.
    (seconds * 1_000_000 + ((fraction * 1_000_000) >> 32)) as i64
}

#[cfg(test)]
mod tests;
