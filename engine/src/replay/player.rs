use std::{collections::VecDeque, time::Duration};

use super::{
    footage::{Footage, Moment, Segments},
    playhead::{Playhead, Speed},
    reading::{Reading, Upcoming},
    signal::Signal,
};
use crate::{
    archive::{Archive, HOLE},
    media::{Frame, SessionTime},
};

mod rolling;
mod turning;

/// How long a replay waits for a desk to show its first picture: a decoder has a lead-in of a hundred pictures done in
/// half of it. After that it goes on by the clock, and a desk that is slower loses pictures.
const PATIENCE: Duration = Duration::from_millis(500);

/// Plays segments of footage in order, without a clock of its own: it is [polled](Self::poll) with the time.
///
/// The first picture is due at once, behind its lead-in, and the replay stands there until it is
/// [shown](Self::shown), or for half a second. Then it rolls from that picture on, and every other one is due when the
/// [position](Self::position) has come to it, so that no picture of the range is used up by the lead-in's decoding.
///
/// A [turn](Self::turn) is another reading, on the other decoder: its lead-in, and then the picture that the position
/// asks for, at once. Until that is there, the one before it stays. Backwards it only moves its position: encoded
/// pictures can't run that way.
#[derive(Debug)]
pub struct Player {
    replay: u32,
    archive: Archive,
    segments: Segments,
    playhead: Playhead,
    stage: Stage,
    /// Whether the first picture is shown, as far as anybody looks.
    is_shown: bool,
    /// What is read now.
    reading: Reading,
    /// The segment behind it, once it is near.
    next: Option<Reading>,
    /// The number of the next reading of which frames are given out.
    number: u8,
    /// The time of the newest picture that was given out of this reading.
    picture: Option<SessionTime>,
    /// Whether it was told that there is a hole here.
    is_hole: bool,
    /// How many pictures it is to go on, or back.
    steps: i32,
    /// The picture that it was stepped to.
    stands: Option<SessionTime>,
    /// Bounded by a lead-in.
    out: VecDeque<Signal>,
}

#[derive(Debug)]
enum Stage {
    /// The first picture has not been given out.
    Opening,
    /// It was given out at this time, and is waited for.
    Opened(SessionTime),
    Rolling,
}

impl Player {
    /// A replay that has not begun; none without footage.
    #[must_use]
    pub fn new(replay: u32, archive: &Archive, footage: Vec<Footage>, speed: Speed) -> Option<Self> {
        let segments = Segments::new(footage)?;
        let first = segments.get(0)?;
        Some(Self {
            replay,
            archive: archive.clone(),
            playhead: Playhead::new(Duration::ZERO, SessionTime::ZERO, speed),
            stage: Stage::Opening,
            is_shown: false,
            reading: Reading::new(archive, 0, first),
            segments,
            next: None,
            number: 0,
            picture: None,
            is_hole: false,
            steps: 0,
            stands: None,
            out: VecDeque::new(),
        })
    }

    /// The replay's id.
    #[must_use]
    pub fn replay(&self) -> u32 {
        self.replay
    }

    /// Whether there is a picture in any of its footage. Waits for the disk.
    pub async fn has_pictures(&mut self) -> bool {
        if has_picture(&mut self.reading).await {
            return true;
        }
        for (segment, footage) in self.segments.iter().enumerate().skip(1) {
            if has_picture(&mut Reading::new(&self.archive, segment, footage)).await {
                return true;
            }
        }
        false
    }

    /// How far it has come at `now`, of what its segments are long together.
    #[must_use]
    pub fn position(&self, now: SessionTime) -> Duration {
        match self.stage {
            Stage::Opening | Stage::Opened(_) => self.playhead.position(SessionTime::ZERO),
            Stage::Rolling => self.playhead.position(now).min(self.segments.duration()),
        }
    }

    /// How fast it plays.
    #[must_use]
    pub fn speed(&self) -> Speed {
        self.playhead.speed()
    }

    /// When it was at its beginning, or would have been, where it began to roll at `now`: its first picture is a bit
    /// behind that.
    #[must_use]
    pub fn began(&self, now: SessionTime) -> SessionTime {
        now.saturating_sub(self.speed().time(self.position(now)).unwrap_or_default())
    }

    /// The picture at which it stands since it was stepped, if that is news.
    pub fn stands(&mut self) -> Option<SessionTime> {
        self.stands.take()
    }

    /// The first picture is shown, or nobody looks: it need not be waited for any more.
    pub fn shown(&mut self) {
        self.is_shown = true;
    }

    /// Waits for the disk, where it waits for that; else for ever. Cancel safe.
    pub async fn wait(&mut self) {
        match &mut self.next {
            _ if self.reading.is_awaited() => self.reading.wait().await,
            Some(next) if next.is_awaited() => next.wait().await,
            Some(_) | None => std::future::pending().await,
        }
    }

    /// The next signal that is due at `now`. Poll again until there is none.
    pub fn poll(&mut self, now: SessionTime) -> Option<Signal> {
        loop {
            if let Some(signal) = self.out.pop_front() {
                return Some(signal);
            }
            let goes_on = match self.stage {
                Stage::Opening => self.open(now),
                Stage::Opened(at) => self.waits_no_more(at, now),
                Stage::Rolling if self.reading.goal.is_some() => self.find(now),
                Stage::Rolling if self.steps != 0 => self.step_on(now),
                Stage::Rolling => self.prepare(now) || self.go_on(now),
            };
            if !goes_on {
                return None;
            }
        }
    }

    /// When it is to be polled again, once a poll gave nothing: when the next frame is due or it is over. None while it
    /// stands, or waits for the disk.
    #[must_use]
    pub fn deadline(&self) -> Option<SessionTime> {
        match &self.stage {
            _ if self.reading.is_awaited() => None,
            Stage::Opening => Some(SessionTime::ZERO),
            Stage::Opened(at) => Some(if self.is_shown { *at } else { *at + PATIENCE }),
            Stage::Rolling => {
                let next = self.reading.next_picture().map(|picture| self.position_of(picture));
                let hole = self.hole(self.reading.next_picture()).map(|(_, begins)| begins);
                let position = next.unwrap_or(self.end());
                let due = self.playhead.reaches(hole.map_or(position, |hole| hole.min(position)));
                due.into_iter().chain(self.prepares()).min()
            }
        }
    }

    /// Whether it has come to its end at `now`.
    #[must_use]
    pub fn is_over(&self, now: SessionTime) -> bool {
        let is_read = self.out.is_empty() && self.reading.goal.is_none() && self.reading.next_picture().is_none();
        let goes = self.speed().0 > 0 && !self.reading.is_awaited() && matches!(self.stage, Stage::Rolling);
        goes && is_read && !self.has_another() && self.position(now) >= self.segments.duration()
    }

    /// Gives out the first picture, and what has to be decoded before.
    fn open(&mut self, now: SessionTime) -> bool {
        match self.reading.coming() {
            Upcoming::Awaited => return false,
            Upcoming::Unseen => self.give_unseen(now),
            Upcoming::Picture(picture) if picture.since(self.reading.footage().from) <= HOLE => {
                self.playhead = Playhead::new(self.position_of(picture), SessionTime::ZERO, self.speed());
                self.give_picture(true, now);
                self.stage = Stage::Opened(now);
            }
            // It is too short for a picture.
            Upcoming::Nothing if self.reading.footage().duration() <= HOLE && self.has_another() => {
                self.leave_out();
            }
            // It begins in a hole.
            Upcoming::Picture(_) | Upcoming::Nothing => self.roll(now),
        }
        true
    }

    /// Whether there is a segment behind the one that is read.
    fn has_another(&self) -> bool {
        self.segments.get(self.reading.segment + 1).is_some()
    }

    /// Reads the next segment before anything was given out.
    fn leave_out(&mut self) {
        let segment = self.reading.segment + 1;
        if let Some(footage) = self.segments.get(segment) {
            self.reading = Reading::new(&self.archive, segment, footage);
        }
    }

    fn waits_no_more(&mut self, at: SessionTime, now: SessionTime) -> bool {
        if !self.is_shown {
            if now.since(at) < PATIENCE {
                return false;
            }
            tracing::debug!(replay = self.replay, "no desk shows the replay yet: it goes on");
        }
        self.roll(now);
        true
    }

    fn roll(&mut self, now: SessionTime) {
        self.playhead = Playhead::new(self.position(now), now, self.speed());
        self.stage = Stage::Rolling;
        self.out.push_back(Signal::Rolling { replay: self.replay });
    }

    /// The position of a time of what is read.
    fn position_of(&self, time: SessionTime) -> Duration {
        self.segments.position(Moment { segment: self.reading.segment, at: time })
    }

    /// The position at which the segment that is read ends.
    fn end(&self) -> Duration {
        self.segments.end(self.reading.segment)
    }

    /// Gives out the next frame of what is read, which is of the lead-in.
    fn give_unseen(&mut self, now: SessionTime) {
        if let Some(frame) = self.reading.read() {
            let number = numbered(&mut self.reading, &mut self.number);
            self.give(number, false, now, frame);
        }
    }

    /// Gives out the next picture of what is read.
    fn give_picture(&mut self, shown: bool, due: SessionTime) {
        if let Some(frame) = self.reading.read() {
            (self.picture, self.is_hole) = (Some(frame.pts), false);
            let number = numbered(&mut self.reading, &mut self.number);
            self.give(number, shown, due, frame);
        }
    }

    fn give(&mut self, reading: u8, shown: bool, due: SessionTime, frame: Frame) {
        self.out.push_back(Signal::Frame { replay: self.replay, reading, shown, due, frame });
    }
}

/// The number of a reading of which a frame is given out.
fn numbered(reading: &mut Reading, next: &mut u8) -> u8 {
    *reading.number.get_or_insert_with(|| std::mem::replace(next, next.wrapping_add(1)))
}

async fn has_picture(reading: &mut Reading) -> bool {
    loop {
        match reading.coming() {
            Upcoming::Picture(_) | Upcoming::Unseen => return true,
            Upcoming::Awaited => reading.wait().await,
            Upcoming::Nothing => return false,
        }
    }
}

#[cfg(test)]
mod tests;
