use super::begin::Begin;
use super::ring::Ring;
use crate::media::{Frame, SessionTime, Track};

/// A stretch of a feed, taken out of it: whatever becomes of the ring, it stays as it was.
///
/// Its pictures begin as [`Begin::At`] its beginning says, so the first ones may be lead-in. It is empty when there is no
/// picture to show in it.
#[derive(Debug)]
pub struct Range {
    frames: std::vec::IntoIter<RangeFrame>,
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
    pub(super) fn video(ring: &Ring, from: SessionTime, to: SessionTime) -> Self {
        Self::new(ring, from, to, |frame| frame.track == Track::Video)
    }

    pub(super) fn with_audio(ring: &Ring, from: SessionTime, to: SessionTime) -> Self {
        Self::new(ring, from, to, |frame| frame.track == Track::Video || frame.pts >= from)
    }

    fn new(ring: &Ring, from: SessionTime, to: SessionTime, is_wanted: impl Fn(&Frame) -> bool) -> Self {
        let entries = ring.groups_from(Begin::At(from).number(ring)).flat_map(|gop| gop.entries());
        let frames = entries.map(|entry| &entry.frame).filter(|frame| frame.pts < to && is_wanted(frame));
        let mut frames: Vec<_> =
            frames.map(|frame| RangeFrame { frame: frame.clone(), shown: frame.pts >= from }).collect();
        if !frames.iter().any(|frame| frame.shown && frame.frame.track == Track::Video) {
            frames.clear();
        }
        Self { frames: frames.into_iter() }
    }
}

impl Iterator for Range {
    type Item = RangeFrame;

    fn next(&mut self) -> Option<Self::Item> {
        self.frames.next()
    }
}

#[cfg(test)]
mod tests;
