use super::lowest::Lowest;
use super::timeline::{Timeline, micros};
use super::{AccessUnit, Frame, SessionTime, Track};

/// The clocks of one sender, brought to the session clock: it makes [`Frame`]s of [`AccessUnit`]s.
///
/// Picture and sound count with clocks of their own. The sender's reports (RFC 3550 section 6.4.1) tie both to one
/// wall clock, and what that is on the session clock is found from the report that came with the least delay: so what
/// was captured at the same moment gets the same time. Until a track's first report its time is that of arrival, less
/// the delay that varies; then it slews.
///
/// One for each connection: another one has other clocks.
#[derive(Debug)]
pub struct SenderClock {
    video: Timeline,
    audio: Timeline,
    /// Session time of the reports' arrival minus the wall time in them.
    offset: Lowest,
}

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
        Self { video: Timeline::new(Track::Video), audio: Timeline::new(Track::Audio), offset: Lowest::default() }
    }

    /// Takes a sender report about the stream of `track`.
    pub fn report(&mut self, track: Track, report: SenderReport) {
        if report.ntp == 0 {
            return;
        }
        let wall = wall_micros(report.ntp);
        if !self.timeline(track).is_steady(report.timestamp, wall) {
            tracing::debug!("the sender's wall clock was set");
            self.offset = Lowest::default();
            self.video.forget_reports();
            self.audio.forget_reports();
        }
        self.offset.add(report.arrived, micros(report.arrived) - wall);
        self.timeline(track).report(report.timestamp, wall);
    }

    /// Gives an access unit its place on the session clock. To be called in the order in which an
    /// [`Assembler`](super::Assembler) gave them.
    pub fn frame(&mut self, unit: AccessUnit) -> Frame {
        Frame {
            track: unit.track,
            pts: self.pts(unit.track, unit.timestamp, unit.arrived),
            keyframe: unit.keyframe,
            data: unit.data,
            config: unit.config,
            arrived: unit.arrived,
        }
    }

    /// The session time of a frame by its RTP timestamp and its arrival: strictly after the one before on its track,
    /// and not after `arrived` (but for the microsecond that the first rule may need).
    pub fn pts(&mut self, track: Track, timestamp: u32, arrived: SessionTime) -> SessionTime {
        let offset = self.offset.get();
        self.timeline(track).pts(timestamp, arrived, offset)
    }

    fn timeline(&mut self, track: Track) -> &mut Timeline {
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
