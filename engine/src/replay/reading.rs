use std::{collections::VecDeque, time::Duration};

use super::footage::Footage;
use crate::{
    archive::{Ahead, Archive, HOLE, Taken},
    feed::RangeFrame,
    media::{Frame, SessionTime},
};

/// A picture before a hole is shown for as long: as slowly as a camera films that is not thought to stand still.
pub const LASTS: Duration = Duration::from_millis(100);
/// A moment is said in milliseconds, and is whole: what is shown at it is the last picture that begins within it.
const MOMENT: Duration = Duration::from_micros(999);
/// Pictures before another one are looked for so far before it, and as much further for each that is wanted, and then
/// ever further: that is 10 pictures a second, and a standstill.
const BACK: Duration = Duration::from_secs(1);
const BACK_EACH: Duration = Duration::from_millis(100);

/// One segment's frames on their way to be given out, from any picture of it on.
#[derive(Debug)]
pub struct Reading {
    pub segment: usize,
    /// Its number, once a frame of it was given out.
    pub number: Option<u8>,
    /// Where it is to begin; none when it has begun.
    pub goal: Option<Goal>,
    archive: Archive,
    footage: Footage,
    /// Its frames are read from here on, and what has to be decoded before.
    opened: SessionTime,
    ahead: Option<Ahead>,
    /// Read, and not given out.
    taken: VecDeque<RangeFrame>,
    /// Whether the disk is waited for.
    is_awaited: bool,
}

/// The picture with which a reading begins, other than the segment's first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// The one that is shown at a moment, which may go on until it is known.
    Moment,
    /// So many pictures before this time.
    Back { before: SessionTime, count: usize },
}

/// The next frame of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upcoming {
    /// A picture, at its time.
    Picture(SessionTime),
    /// One that is not to be shown: those behind it need it.
    Unseen,
    /// The disk is waited for.
    Awaited,
    /// There is none.
    Nothing,
}

/// What a look for a reading's first picture led to.
#[derive(Debug)]
pub enum Beginning {
    /// The disk is waited for.
    Awaited,
    /// What has to be decoded before, and the picture; none where that is in a hole, which ends there.
    Picture { before: Vec<Frame>, picture: Result<Frame, SessionTime> },
    /// So many pictures before the segment.
    Before(usize),
}

impl Reading {
    /// Of the segment `footage`, which is the one with this number, from its first picture on.
    pub fn new(archive: &Archive, segment: usize, footage: &Footage) -> Self {
        Self::open(archive, segment, footage, footage.from, None)
    }

    /// From the picture on that is shown at `at`, or a later one.
    pub fn at(archive: &Archive, segment: usize, footage: &Footage, at: SessionTime) -> Self {
        // What was shown before that is in a hole then.
        let opened = at.saturating_sub(HOLE).max(footage.from);
        Self::open(archive, segment, footage, opened, Some(Goal::Moment))
    }

    /// From so many pictures before this time on.
    pub fn back(archive: &Archive, segment: usize, footage: &Footage, before: SessionTime, count: usize) -> Self {
        let far = BACK + BACK_EACH * u32::try_from(count).unwrap_or(u32::MAX);
        let opened = before.saturating_sub(far).max(footage.from);
        Self::open(archive, segment, footage, opened, Some(Goal::Back { before, count }))
    }

    fn open(archive: &Archive, segment: usize, footage: &Footage, opened: SessionTime, goal: Option<Goal>) -> Self {
        Self {
            segment,
            number: None,
            goal,
            archive: archive.clone(),
            footage: footage.clone(),
            opened,
            ahead: footage.camera.as_ref().map(|camera| archive.frames(camera, opened, footage.to).ahead()),
            taken: VecDeque::new(),
            is_awaited: false,
        }
    }

    pub fn footage(&self) -> &Footage {
        &self.footage
    }

    /// What comes next.
    pub fn coming(&mut self) -> Upcoming {
        if self.taken.is_empty() {
            match self.take() {
                Taken::Frame(frame) => self.taken.push_back(frame),
                Taken::Awaited => return Upcoming::Awaited,
                Taken::Nothing => return Upcoming::Nothing,
            }
        }
        match self.taken.front() {
            Some(next) if next.shown => Upcoming::Picture(next.frame.pts),
            Some(_) => Upcoming::Unseen,
            None => Upcoming::Nothing,
        }
    }

    /// As was last seen of what comes next: the time of a picture.
    pub fn next_picture(&self) -> Option<SessionTime> {
        self.taken.front().filter(|next| next.shown).map(|next| next.frame.pts)
    }

    /// The next frame, where one is there.
    pub fn read(&mut self) -> Option<Frame> {
        self.taken.pop_front().map(|next| next.frame)
    }

    /// Whether the disk is waited for.
    pub fn is_awaited(&self) -> bool {
        self.is_awaited
    }

    /// Waits for the disk. Cancel safe.
    pub async fn wait(&mut self) {
        if let Some(ahead) = &mut self.ahead {
            let next = ahead.next().await;
            self.taken.extend(next);
        }
        self.is_awaited = false;
    }

    /// Finds the picture that it is to begin with: that of the moment `at`, or the one that was asked for. `is_first`
    /// where there is no segment before: it is the first picture at the earliest then.
    pub fn find(&mut self, at: SessionTime, is_first: bool) -> Beginning {
        match self.goal {
            None | Some(Goal::Moment) => self.find_at(at),
            Some(Goal::Back { before, count }) => self.find_back(before, count, is_first),
        }
    }

    fn find_at(&mut self, at: SessionTime) -> Beginning {
        let end = at + MOMENT;
        if !self.take_beyond(end) {
            return Beginning::Awaited;
        }
        let is_in_it = |next: &RangeFrame| next.frame.pts >= self.footage.from;
        let shown = self.taken.iter().rposition(|next| is_in_it(next) && next.frame.pts <= end);
        let after = self.taken.iter().position(|next| is_in_it(next) && next.frame.pts > end);
        let pts = |index: usize| self.taken.get(index).map_or(self.footage.to, |next| next.frame.pts);
        let hole_ends = after.map_or(self.footage.to, pts);
        match (shown, after) {
            (Some(shown), _) => {
                let is_hole = hole_ends.since(pts(shown)) > HOLE && at.since(pts(shown)) > LASTS;
                self.begin(shown, if is_hole { Some(hole_ends) } else { None })
            }
            (None, Some(after)) if hole_ends.since(at) <= HOLE => self.begin(after, None),
            (None, _) => Beginning::Picture { before: Vec::new(), picture: Err(hole_ends) },
        }
    }

    fn find_back(&mut self, before: SessionTime, count: usize, is_first: bool) -> Beginning {
        loop {
            if !self.take_beyond(before.saturating_sub(Duration::from_micros(1))) {
                return Beginning::Awaited;
            }
            let pictures: Vec<usize> =
                (0..self.taken.len()).filter(|index| self.taken.get(*index).is_some_and(|next| next.shown)).collect();
            let earlier =
                pictures.partition_point(|index| self.taken.get(*index).is_some_and(|next| next.frame.pts < before));
            if let Some(picture) = earlier.checked_sub(count).and_then(|picture| pictures.get(picture)) {
                return self.begin(*picture, None);
            }
            if self.opened <= self.footage.from {
                let first = pictures.first().and_then(|first| Some((*first, self.taken.get(*first)?.frame.pts)));
                return match first {
                    _ if !is_first => Beginning::Before(count - earlier),
                    Some((first, at)) if at <= before => self.begin(first, None),
                    // What was there is not kept any more.
                    Some((_, at)) => Beginning::Picture { before: Vec::new(), picture: Err(at) },
                    None => Beginning::Picture { before: Vec::new(), picture: Err(self.footage.to) },
                };
            }
            let far = before.since(self.opened) * 4;
            let opened = before.saturating_sub(far).max(self.footage.from);
            *self = Self::open(&self.archive, self.segment, &self.footage, opened, self.goal);
        }
    }

    /// Begins with a picture that was taken; in a hole, which ends at a time, with what has to be decoded for what is
    /// behind that.
    fn begin(&mut self, picture: usize, hole_ends: Option<SessionTime>) -> Beginning {
        self.goal = None;
        let keyframe = self.taken.iter().take(picture + 1).rposition(|next| next.frame.keyframe).unwrap_or(0);
        let mut before: Vec<Frame> = self.taken.drain(..=picture).skip(keyframe).map(|next| next.frame).collect();
        let picture = match hole_ends {
            Some(ends) => Err(ends),
            None => before.pop().ok_or(self.footage.to),
        };
        Beginning::Picture { before, picture }
    }

    /// Takes frames up to one that is later than this, or to the end; false where the disk is waited for.
    fn take_beyond(&mut self, time: SessionTime) -> bool {
        while self.taken.back().is_none_or(|newest| newest.frame.pts <= time) {
            match self.take() {
                Taken::Frame(frame) => self.taken.push_back(frame),
                Taken::Awaited => return false,
                Taken::Nothing => break,
            }
        }
        true
    }

    fn take(&mut self) -> Taken {
        let taken = self.ahead.as_mut().map_or(Taken::Nothing, Ahead::take);
        self.is_awaited = taken == Taken::Awaited;
        taken
    }
}
