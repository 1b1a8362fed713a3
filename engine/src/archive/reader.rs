use std::{collections::VecDeque, time::Duration};

use super::{
    kept::{self, Kept},
    tape::Tape,
};
use crate::{
    feed::{Range, RangeFrame},
    media::{Frame, SessionTime, Track},
    protocol::CameraId,
};

/// The sound of a moment may lie so far behind its pictures in a file.
const SIDE_BY_SIDE: Duration = Duration::from_secs(1);

/// A stretch of a camera, read frame by frame: first what has to be decoded before (`shown` is false), then what is in
/// it, each track in its order, each frame once. A keyframe carries its configuration. A hole is where nothing is: it goes
/// on behind it, with a keyframe.
///
/// It reads the ring where the ring has it, else files, a fragment at a time, and goes on into the ring as soon as that
/// has what is next. To be asked again after its end is no mistake: more may have come by then.
/// [`next`](Iterator::next) may wait for the disk unless it [is at hand](Self::is_at_hand).
#[derive(Debug)]
pub struct Reader {
    kept: Kept,
    camera: CameraId,
    from: SessionTime,
    to: SessionTime,
    has_audio: bool,
    /// How many erasures there had been when it was made.
    erasures: u64,
    source: Origin,
    /// Read from a file and not given out yet.
    ready: VecDeque<Frame>,
    /// The newest frame of each track that was given out.
    given: [Option<GivenOut>; 2],
    /// By how much the time of such a frame may differ in another source.
    precision: [Duration; 2],
    /// Whether the disk has no more: from then on the ring alone may.
    is_read: bool,
}

#[derive(Debug)]
enum Origin {
    /// Not found yet.
    Sought,
    Ring(Range),
    File(Box<Tape>),
}

/// What was given out last.
#[derive(Debug, Clone, Copy)]
struct GivenOut {
    at: SessionTime,
    /// Whether what comes is of another source, and may be what was given out already.
    is_elsewhere: bool,
}

impl Reader {
    pub(super) fn video(kept: Kept, camera: CameraId, from: SessionTime, to: SessionTime) -> Self {
        Self::new(kept, camera, from, to, false)
    }

    pub(super) fn with_audio(kept: Kept, camera: CameraId, from: SessionTime, to: SessionTime) -> Self {
        Self::new(kept, camera, from, to, true)
    }

    fn new(kept: Kept, camera: CameraId, from: SessionTime, to: SessionTime, has_audio: bool) -> Self {
        let erasures = kept.rings().erasures();
        let is_read = !kept.has_files();
        let (source, ready, given, precision) = (Origin::Sought, VecDeque::new(), [None; 2], [Duration::ZERO; 2]);
        Self { kept, camera, from, to, has_audio, erasures, source, ready, given, precision, is_read }
    }

    /// Whether its next frame, if there is one, is in memory.
    #[must_use]
    pub fn is_at_hand(&self) -> bool {
        let in_ring = match &self.source {
            Origin::Ring(range) => !(range.is_cut_off() && self.kept.has_files()),
            Origin::Sought | Origin::File(_) => self.is_read || self.ring_has_it(),
        };
        in_ring || !self.ready.is_empty() || self.is_erased()
    }

    /// Whether there is nothing that completes it any more.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let feed = self.kept.feed(&self.camera);
        self.is_erased() || feed.is_none_or(|feed| feed.range(self.reached(), self.to).is_whole())
    }

    fn is_erased(&self) -> bool {
        self.kept.rings().erased(&self.camera).is_some_and(|erasure| erasure.number > self.erasures)
    }

    /// What is next is behind this.
    fn reached(&self) -> SessionTime {
        self.given[Track::Video as usize].map_or(self.from, |given| given.at)
    }

    /// Whether the ring goes back to where it is.
    fn ring_has_it(&self) -> bool {
        let begin = self.kept.feed(&self.camera).and_then(|feed| feed.span()).map(|span| span.from);
        begin.is_some_and(|begin| begin <= self.reached())
    }

    /// Goes on in the ring, from its beginning where it does not go back so far. Whether there is anything in it.
    fn go_to_ring(&mut self) -> bool {
        let Some(feed) = self.kept.feed(&self.camera) else { return false };
        let given = self.given.iter().zip(self.precision);
        let begins = given.filter_map(|(given, precision)| Some(given.as_ref()?.at.saturating_sub(precision)));
        let from = begins.min().unwrap_or(self.from);
        let range = if self.has_audio { feed.range_with_audio(from, self.to) } else { feed.range(from, self.to) };
        if range.is_empty() {
            return false;
        }
        self.go_on_in(Origin::Ring(range));
        true
    }

    fn go_on_in(&mut self, source: Origin) {
        self.source = source;
        self.given.iter_mut().flatten().for_each(|given| given.is_elsewhere = true);
    }

    /// Finds where it goes on, be it behind a hole: whether there is anything.
    fn seek(&mut self) -> bool {
        if self.ring_has_it() {
            return self.go_to_ring();
        }
        if !self.is_read {
            let reached = self.reached();
            let ring = self.kept.feed(&self.camera).and_then(|feed| feed.span()).map_or(self.to, |span| span.from);
            let before = match &self.source {
                Origin::File(tape) => Some((tape.piece().start, tape.piece().path.clone())),
                Origin::Sought | Origin::Ring(_) => None,
            };
            for piece in self.kept.pieces(&self.camera) {
                let is_after = before.as_ref().is_none_or(|(start, path)| (piece.start, &piece.path) > (*start, path));
                if !is_after || !piece.reaches(reached) || piece.start >= ring.min(self.to) {
                    continue;
                }
                let tape = kept::open(&piece).and_then(|mut tape| {
                    let is_there = kept::told(tape.seek(reached)).unwrap_or(false);
                    is_there.then_some(tape)
                });
                if let Some(tape) = tape {
                    self.precision = [Track::Video, Track::Audio].map(|track| tape.precision(track) * 2);
                    self.go_on_in(Origin::File(Box::new(tape)));
                    return true;
                }
            }
            self.is_read = true;
        }
        self.go_to_ring()
    }

    /// Takes the next fragment of the file that it is in, or goes on elsewhere; whether it is to be asked again.
    fn read_on(&mut self) -> bool {
        if self.ring_has_it() && self.go_to_ring() {
            return true;
        }
        let Origin::File(tape) = &mut self.source else { return self.seek() };
        if self.is_read {
            return false;
        }
        let position = kept::told(tape.position()).flatten();
        if position.is_some_and(|position| position >= self.to + SIDE_BY_SIDE) {
            self.is_read = true;
            return false;
        }
        match kept::told(tape.read()).flatten() {
            Some(frames) => {
                self.ready.extend(frames);
                true
            }
            None => self.seek(),
        }
    }

    /// What becomes of a frame that was read: none for one that is not in the stretch, or was given out already.
    fn give(&mut self, frame: Frame) -> Option<RangeFrame> {
        let is_in_it = match frame.track {
            Track::Video => frame.pts < self.to,
            Track::Audio => self.has_audio && (self.from..self.to).contains(&frame.pts),
        };
        let given = &mut self.given[frame.track as usize];
        let precision = self.precision[frame.track as usize];
        let is_given = given.is_some_and(|given| given.is_elsewhere && frame.pts <= given.at + precision);
        if !is_in_it || is_given {
            return None;
        }
        *given = Some(GivenOut { at: frame.pts, is_elsewhere: false });
        Some(RangeFrame { shown: frame.pts >= self.from, frame })
    }
}

impl Iterator for Reader {
    type Item = RangeFrame;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.is_erased() {
                self.ready.clear();
                return None;
            }
            let next = match &mut self.source {
                Origin::Ring(range) => range.next().map(|next| next.frame),
                Origin::Sought | Origin::File(_) => self.ready.pop_front(),
            };
            if let Some(frame) = next {
                if let Some(frame) = self.give(frame) {
                    return Some(frame);
                }
                continue;
            }
            let goes_on = match &self.source {
                Origin::Ring(range) if !range.is_cut_off() => return None,
                Origin::Ring(_) => {
                    self.is_read = !self.kept.has_files();
                    self.source = Origin::Sought;
                    self.seek()
                }
                Origin::Sought => self.seek(),
                Origin::File(_) => self.read_on(),
            };
            if !goes_on {
                return None;
            }
        }
    }
}
