use std::collections::VecDeque;
use std::sync::Arc;

use super::begin::Begin;
use super::ring::Ring;
use super::shared::Shared;
use super::sides::Sides;
use crate::media::{Frame, SessionTime, Track};

/// A stretch of a feed, taken out of it: whatever goes from the ring, it stays as it was.
///
/// Its pictures begin as [`Begin::At`] its beginning says, so the first ones may be lead-in. It is empty when there is no
/// picture to show in it. What completes it while it is read is in it too, so that a replay up to now has what was still
/// missing when it began. Where it is read to what is missing yet, it goes on with live pictures and waits for nothing.
#[derive(Debug)]
pub struct Range {
    shared: Arc<Shared>,
    from: SessionTime,
    to: SessionTime,
    has_audio: bool,
    frames: VecDeque<RangeFrame>,
    /// The number of the next frame of the completed side that may be in it.
    next: u64,
    /// Its newest picture.
    newest: Option<SessionTime>,
}

/// A frame of a [`Range`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeFrame {
    /// The frame.
    pub frame: Frame,
    /// Whether it is in the range. False for lead-in: it is before, and is to be decoded and not shown.
    pub shown: bool,
}

impl Range {
    pub(super) fn video(shared: Arc<Shared>, from: SessionTime, to: SessionTime) -> Self {
        Self::new(shared, from, to, false)
    }

    pub(super) fn with_audio(shared: Arc<Shared>, from: SessionTime, to: SessionTime) -> Self {
        Self::new(shared, from, to, true)
    }

    fn new(shared: Arc<Shared>, from: SessionTime, to: SessionTime, has_audio: bool) -> Self {
        let (frames, next, newest) = (VecDeque::new(), 0, None);
        let mut range = Self { shared: Arc::clone(&shared), from, to, has_audio, frames, next, newest };
        let locked = shared.lock();
        // The completed side may not have come to it yet.
        for side in [&locked.sides.completed, &locked.sides.live] {
            if !range.shows_a_picture() {
                range.frames.clear();
                (range.next, range.newest) = (Begin::At(from).number(side), None);
                range.read(side);
            }
        }
        range.next = locked.sides.completed.next();
        if !range.shows_a_picture() {
            range.frames.clear();
            range.to = SessionTime::ZERO;
        }
        range
    }

    fn shows_a_picture(&self) -> bool {
        self.frames.iter().any(|frame| frame.shown && frame.frame.track == Track::Video)
    }

    /// Whether there is nothing that completes it any more.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let locked = self.shared.lock();
        !locked.sides.is_behind() || locked.sides.completed.picture() >= Some(self.to)
    }

    /// Whether there was no picture for it when it was made: it stays empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.to == SessionTime::ZERO
    }

    /// Whether what it would go on with has fallen out of the ring.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        self.frames.is_empty() && self.next < self.shared.lock().sides.completed.first()
    }

    /// Reads on, as far as there is anything. Where that has fallen out of the ring, there is nothing more.
    fn read(&mut self, side: &Ring) {
        while let Some(entry) = side.get(self.next) {
            self.next += 1;
            self.add(&entry.frame);
        }
    }

    fn add(&mut self, frame: &Frame) {
        let is_in_it = frame.pts < self.to
            && match frame.track {
                Track::Video => self.newest.is_none_or(|newest| frame.pts > newest),
                Track::Audio => self.has_audio && frame.pts >= self.from,
            };
        if is_in_it {
            if frame.track == Track::Video {
                self.newest = Some(frame.pts);
            }
            self.frames.push_back(RangeFrame { frame: frame.clone(), shown: frame.pts >= self.from });
        }
    }

    /// Goes on with the live side.
    fn go_on(&mut self, sides: &Sides) {
        if let Some(ahead) = self.newest.and_then(|newest| sides.ahead(newest)) {
            self.add(ahead);
        }
    }
}

impl Iterator for Range {
    type Item = RangeFrame;

    fn next(&mut self) -> Option<Self::Item> {
        let shared = Arc::clone(&self.shared);
        let locked = shared.lock();
        self.read(&locked.sides.completed);
        if self.frames.is_empty() {
            self.go_on(&locked.sides);
        }
        self.frames.pop_front()
    }
}

#[cfg(test)]
mod tests;
