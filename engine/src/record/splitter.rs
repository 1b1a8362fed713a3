use std::{io, time::Duration};

use super::{
    role::Role,
    writer::{Destination, Writer},
};
use crate::media::{Frame, SessionTime, Track};

/// A camera without a picture for so long was lost, as the desk sees it: what comes then is another file. Players keep
/// a gap within a file, and not every editor does.
const GAP: Duration = Duration::from_secs(2);

/// Puts what one source sends in one file after the other: another codec, another size, a gap, or a file that is full
/// begins the next, at a keyframe.
#[derive(Debug)]
pub struct Splitter {
    destination: Destination,
    open: Option<Writer>,
    /// The files before, oldest first, while sound that belongs to them may still come or the disk refuses their end.
    closing: Vec<Writer>,
}

/// What came of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// It is where it belongs, or before everything that is recorded.
    Placed,
    /// It began another file.
    Began,
    /// It is sound, and the file has no place for it because it was begun without any; `is_first` of that file's. The
    /// next file has one, and begins with a keyframe.
    NoPlace {
        /// Whether it is the first.
        is_first: bool,
    },
}

impl Splitter {
    /// For files that go there.
    pub fn new(destination: Destination) -> Self {
        Self { destination, open: None, closing: Vec::new() }
    }

    /// Puts a frame where it belongs; nothing is written yet.
    pub fn push(&mut self, frame: Frame) -> Split {
        match frame.track {
            Track::Video => self.push_picture(frame),
            Track::Audio => self.push_sound(frame),
        }
    }

    fn push_picture(&mut self, frame: Frame) -> Split {
        let mut split = Split::Placed;
        if let Some(config) = &frame.config {
            let goes_on = |file: &Writer| {
                file.takes(config) && !file.is_full() && !file.misses_sound() && !self.is_after_gap(file, frame.pts)
            };
            if !self.open.as_ref().is_some_and(goes_on) {
                let sets = self.open.as_ref().is_some_and(|file| file.sets_in_band_after(config));
                let next = Writer::new(&self.destination, frame.pts, config, sets);
                self.closing.extend(self.open.replace(next));
                split = Split::Began;
            }
        }
        if let Some(file) = &mut self.open {
            file.push(frame);
        }
        split
    }

    fn push_sound(&mut self, frame: Frame) -> Split {
        let Some(open) = &mut self.open else { return Split::Placed };
        // Sound from before the newest file's first picture belongs to the file before.
        if frame.pts < open.start() {
            if let Some(before) = self.closing.last_mut() {
                before.push(frame);
            }
            return Split::Placed;
        }
        self.closing.iter_mut().for_each(Writer::end);
        let is_first = !open.misses_sound();
        if open.push(frame) { Split::Placed } else { Split::NoPlace { is_first } }
    }

    /// Whether so long was nothing to be seen that another file begins. Program has its slate in between.
    fn is_after_gap(&self, file: &Writer, pts: SessionTime) -> bool {
        self.destination.role != Role::Program && pts.since(file.newest()) >= GAP
    }

    /// Writes what there is at `now`, and closes the files that are over.
    ///
    /// # Errors
    /// What the system says; it can be called again, and nothing is lost.
    pub fn write(&mut self, now: SessionTime) -> io::Result<()> {
        let Some(open) = &mut self.open else { return Ok(()) };
        // A source without sound never says that the file before is over. Pictures that came late are no newer for it.
        let is_over = open.newest().since(open.start()) >= GAP;
        while let Some(before) = self.closing.first_mut() {
            if !(is_over || before.has_ended()) {
                before.write(now)?;
                break;
            }
            before.finish()?;
            self.closing.remove(0);
        }
        open.write(now)
    }

    /// Gives out the files that are still to be finished, oldest first: nothing more comes.
    pub fn take_files(&mut self) -> Vec<Writer> {
        std::mem::take(&mut self.closing).into_iter().chain(self.open.take()).collect()
    }
}
