//! What a replay that rolls gives out by its clock.

use std::time::Duration;

use super::{Player, numbered};
use crate::{
    archive::HOLE,
    media::SessionTime,
    replay::{
        Signal,
        playhead::Playhead,
        reading::{LASTS, Reading, Upcoming},
    },
};

/// The next segment is read, and its lead-in given out, so long before its turn.
const AHEAD: Duration = Duration::from_secs(1);

impl Player {
    /// Gives out what is due, and goes on to the next segment.
    pub(super) fn go_on(&mut self, now: SessionTime) -> bool {
        if self.speed().0 < 0 {
            return false;
        }
        let position = self.playhead.position(now);
        match self.reading.coming() {
            Upcoming::Awaited => return false,
            Upcoming::Unseen => self.give_unseen(now),
            Upcoming::Picture(picture) if self.position_of(picture) <= position => {
                let due = self.playhead.reaches(self.position_of(picture)).unwrap_or(now).min(now);
                self.give_picture(true, due);
            }
            Upcoming::Nothing if position >= self.end() && self.has_another() => {
                self.cross(now);
            }
            Upcoming::Picture(_) | Upcoming::Nothing => return self.tell_hole(position),
        }
        true
    }

    /// Reads the next segment when it is near, and gives out its lead-in.
    pub(super) fn prepare(&mut self, now: SessionTime) -> bool {
        if self.prepares().is_some_and(|at| at <= now) {
            let segment = self.reading.segment + 1;
            self.next = self.segments.get(segment).map(|footage| Reading::new(&self.archive, segment, footage));
        }
        let Some(next) = &mut self.next else { return false };
        if next.coming() != Upcoming::Unseen {
            return false;
        }
        let Some(frame) = next.read() else { return false };
        let number = numbered(next, &mut self.number);
        self.give(number, false, now, frame);
        true
    }

    /// When the next segment is to be read, if it is to be.
    pub(super) fn prepares(&self) -> Option<SessionTime> {
        let is_to_be = self.next.is_none() && self.has_another();
        is_to_be.then(|| self.playhead.reaches(self.end()))?.map(|ends| ends.saturating_sub(AHEAD))
    }

    /// Goes on with the next segment, which begins when this one ends, or at `now` where it is stepped.
    pub(super) fn cross(&mut self, now: SessionTime) {
        let segment = self.reading.segment + 1;
        let Some(footage) = self.segments.get(segment) else { return };
        let since = self.playhead.reaches(self.end()).unwrap_or(now).min(now);
        self.playhead = Playhead::new(self.end(), since, self.speed());
        self.reading = self.next.take().unwrap_or_else(|| Reading::new(&self.archive, segment, footage));
        (self.picture, self.is_hole) = (None, false);
    }

    /// The hole in front of what comes next: until when there is no picture, and the position at which it begins.
    pub(super) fn hole(&self, next: Option<SessionTime>) -> Option<(SessionTime, Duration)> {
        let footage = self.reading.footage();
        let (last, until) = (self.picture.unwrap_or(footage.from), next.unwrap_or(footage.to));
        let lasts = if self.picture.is_some() { LASTS } else { Duration::ZERO };
        let is_hole = !self.is_hole && until.since(last) > HOLE;
        is_hole.then(|| (until, self.position_of(last) + lasts))
    }

    fn tell_hole(&mut self, position: Duration) -> bool {
        let Some((to, _)) = self.hole(self.reading.next_picture()).filter(|(_, begins)| position >= *begins) else {
            return false;
        };
        let from = self.picture.take().unwrap_or(self.reading.footage().from);
        self.is_hole = true;
        self.out.push_back(Signal::Hole { replay: self.replay, from, to });
        true
    }
}
