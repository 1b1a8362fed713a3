//! Turns and steps: where a replay goes other than by its clock.

use std::time::Duration;

use super::{Player, Stage, numbered};
use crate::{
    media::SessionTime,
    replay::{
        Footage, Moment, Signal, Speed,
        footage::Segments,
        playhead::Playhead,
        reading::{Beginning, Goal, Reading, Upcoming},
    },
};

/// Moments that are no further apart are of one picture: half of one at 25 a second.
const NEAR: Duration = Duration::from_millis(20);

impl Player {
    /// Plays on from where it is at `now`, as fast as this.
    pub fn set_speed(&mut self, speed: Speed, now: SessionTime) {
        let was_backwards = self.speed().0 < 0;
        match self.stage {
            Stage::Opening | Stage::Opened(_) => {
                self.playhead = Playhead::new(self.position(now), SessionTime::ZERO, speed);
            }
            Stage::Rolling => self.playhead.set_speed(speed, now),
        }
        if was_backwards && speed.0 >= 0 {
            self.show_again(now);
        }
    }

    /// Plays other footage from this moment of it on, as fast as before: another angle, or elsewhere. Where that is what
    /// plays already, at the same moment, only what follows changes. Nothing, where there is no footage.
    pub fn turn(&mut self, footage: Vec<Footage>, to: Moment, now: SessionTime) {
        let Some(segments) = Segments::new(footage) else { return };
        self.begin_at_once(now);
        let here = self.segments.moment(self.position(now));
        let is_near = here.at.since(to.at).max(to.at.since(here.at)) <= NEAR;
        let is_there = is_near
            && here.segment == self.reading.segment
            && segments.get(to.segment) == Some(self.reading.footage())
            && self.reading.goal.is_none();
        let to = if is_there { Moment { at: here.at, ..to } } else { to };
        self.segments = segments;
        self.playhead = Playhead::new(self.segments.position(to), now, self.speed());
        self.steps = 0;
        self.drop_next();
        if is_there {
            self.reading.segment = to.segment;
        } else {
            self.show_again(now);
        }
    }

    /// Stands so many pictures on, or back.
    pub fn step(&mut self, pictures: i32, now: SessionTime) {
        self.begin_at_once(now);
        self.set_speed(Speed::STILL, now);
        self.steps = self.steps.saturating_add(pictures);
    }

    /// Gives out the picture that the position asks for, and what has to be decoded before it: somebody has come who has
    /// neither.
    pub fn show_again(&mut self, now: SessionTime) {
        if matches!(self.stage, Stage::Opening | Stage::Opened(_)) {
            return;
        }
        let Moment { segment, at } = self.segments.moment(self.position(now));
        if let Some(footage) = self.segments.get(segment) {
            let reading = Reading::at(&self.archive, segment, footage, at);
            self.read(reading);
        }
    }

    /// A replay that is told to go elsewhere does not wait for its first picture.
    fn begin_at_once(&mut self, now: SessionTime) {
        if matches!(self.stage, Stage::Opening | Stage::Opened(_)) {
            self.roll(now);
        }
    }

    /// Reads something else.
    fn read(&mut self, reading: Reading) {
        self.drop_next();
        self.reading = reading;
    }

    /// Forgets the segment that was to be next. What else is read has its decoder, not that of what is shown.
    fn drop_next(&mut self) {
        if let Some(number) = self.next.take().and_then(|next| next.number) {
            self.number = number;
        }
    }

    /// Finds the picture with which what is read begins, and gives it out.
    pub(super) fn find(&mut self, now: SessionTime) -> bool {
        let moment = self.segments.moment(self.position(now));
        let is_back = matches!(self.reading.goal, Some(Goal::Back { .. }));
        // It has gone on to another segment while the disk was waited for.
        if !is_back && moment.segment != self.reading.segment {
            self.show_again(now);
            return true;
        }
        match self.reading.find(moment.at, self.reading.segment == 0) {
            Beginning::Awaited => return false,
            Beginning::Before(count) => {
                let segment = self.reading.segment - 1;
                if let Some(footage) = self.segments.get(segment) {
                    let reading = Reading::back(&self.archive, segment, footage, footage.to, count);
                    self.read(reading);
                }
            }
            Beginning::Picture { before, picture } => {
                self.reading.goal = None;
                for frame in before {
                    let number = numbered(&mut self.reading, &mut self.number);
                    self.give(number, false, now, frame);
                }
                (self.picture, self.is_hole) = (picture.as_ref().ok().map(|frame| frame.pts), picture.is_err());
                match picture {
                    Ok(frame) => {
                        if is_back {
                            self.stand(frame.pts, now);
                        }
                        let number = numbered(&mut self.reading, &mut self.number);
                        self.give(number, true, now, frame);
                    }
                    Err(to) => self.out.push_back(Signal::Hole { replay: self.replay, from: moment.at, to }),
                }
            }
        }
        true
    }

    /// Goes a step on, or begins to go back.
    pub(super) fn step_on(&mut self, now: SessionTime) -> bool {
        if self.steps < 0 {
            let count = std::mem::take(&mut self.steps).unsigned_abs() as usize;
            let Moment { segment, at } = self.segments.moment(self.position(now));
            if let Some(footage) = self.segments.get(segment) {
                let before = self.picture.unwrap_or(at);
                let reading = Reading::back(&self.archive, segment, footage, before, count);
                self.read(reading);
            }
            return true;
        }
        match self.reading.coming() {
            Upcoming::Awaited => return false,
            Upcoming::Unseen => self.give_unseen(now),
            Upcoming::Picture(picture) => {
                self.steps -= 1;
                self.stand(picture, now);
                self.give_picture(self.steps == 0, now);
                if self.steps > 0 && !self.has_more() {
                    self.step_back_to_the_last(now);
                }
            }
            Upcoming::Nothing if self.has_another() => self.cross(now),
            Upcoming::Nothing => self.steps = 0,
        }
        true
    }

    /// Whether there is anything behind what was given out last.
    fn has_more(&mut self) -> bool {
        self.reading.coming() != Upcoming::Nothing || self.has_another()
    }

    /// More steps were asked for than there are pictures: the last one was given out unseen, and is shown.
    fn step_back_to_the_last(&mut self, now: SessionTime) {
        self.steps = 0;
        self.show_again(now);
    }

    /// Stands at a picture of what is read.
    fn stand(&mut self, picture: SessionTime, now: SessionTime) {
        self.playhead = Playhead::new(self.position_of(picture), now, Speed::STILL);
        self.stands = Some(picture);
    }
}
