use std::collections::VecDeque;

use super::spot::Spot;
use crate::protocol::{CameraNumber, Millis, Segment};

/// So many takes are known: more cuts than a day of directing has. The oldest go.
const MOST_TAKES: usize = 20_000;

/// Nobody's number: a camera's that was removed, whose pictures are replayed no more.
const NOBODY: CameraNumber = CameraNumber(0);

/// A time in which the audience was shown segments, from a spot on, so fast.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Take {
    since: Millis,
    /// None while it goes on.
    until: Option<Millis>,
    segments: Vec<Segment>,
    spot: Spot,
    speed: i16,
}

/// What the audience was shown of the cameras' feeds: each take as long as it was on. While nothing, or a slate, was on
/// there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::director) struct Aired(VecDeque<Take>);

impl Aired {
    /// A camera is live from now on, if it is not already: until a replay's first picture what is live stays on.
    pub fn live(&mut self, now: Millis, camera: CameraNumber) {
        let goes_on = |take: &Take| take.until.is_none() && take.segments[0].camera == camera && take.is_live();
        if !self.0.back().is_some_and(goes_on) {
            let segments = vec![Segment { camera, from: now, to: Millis::MAX }];
            self.put(now, segments, Spot { segment: 0, at: now }, 100);
        }
    }

    /// Segments are shown from now on, in place of what is shown.
    pub(super) fn put(&mut self, now: Millis, segments: Vec<Segment>, spot: Spot, speed: i16) {
        self.end(now);
        if self.0.len() == MOST_TAKES {
            self.0.pop_front();
        }
        self.0.push_back(Take { since: now, until: None, segments, spot, speed });
    }

    /// Nothing is shown from now on.
    pub fn end(&mut self, now: Millis) {
        if let Some(take) = self.0.back_mut().filter(|take| take.until.is_none()) {
            take.until = Some(now.max(take.since));
        }
    }

    /// The stretches of feeds that were shown while the session clock went from `from` to `to`, in order.
    ///
    /// What stood or ran backwards is not among them: the audience's picture stood then.
    pub fn shown(&self, from: Millis, to: Millis) -> Vec<Segment> {
        let begin = self.0.partition_point(|take| take.until.is_some_and(|until| until <= from));
        let takes = self.0.range(begin..).take_while(|take| take.since < to);
        let shown = takes.flat_map(|take| take.shown(from, to));
        shown.filter(|segment| segment.camera != NOBODY).collect()
    }

    /// These cameras have changed places.
    pub fn renumber(&mut self, one: CameraNumber, other: CameraNumber) {
        self.cameras_mut().for_each(|camera| *camera = camera.swapped(one, other));
    }

    /// A camera was removed: who gets its number was not on program.
    pub fn forget(&mut self, gone: CameraNumber) {
        self.cameras_mut().filter(|camera| **camera == gone).for_each(|camera| *camera = NOBODY);
    }

    fn cameras_mut(&mut self) -> impl Iterator<Item = &mut CameraNumber> {
        self.0.iter_mut().flat_map(|take| &mut take.segments).map(|segment| &mut segment.camera)
    }
}

impl Take {
    fn is_live(&self) -> bool {
        self.segments[0].to == Millis::MAX
    }

    fn shown(&self, from: Millis, to: Millis) -> Vec<Segment> {
        if self.speed <= 0 {
            return Vec::new();
        }
        let at = |now: Millis| self.spot.after(&self.segments, now.saturating_sub(self.since), self.speed);
        let until = self.until.map_or(to, |until| until.min(to));
        at(from.max(self.since)).until(&self.segments, at(until))
    }
}
