use super::rings::Rings;
use crate::{
    feed::{Range, RangeFrame},
    media::SessionTime,
    protocol::CameraId,
};

/// A stretch of a camera, read frame by frame: first what has to be decoded before (`shown` is false), then what is in
/// it, each track in its order, each frame once. A keyframe carries its configuration.
///
/// To be asked again after its end is no mistake: more may have come by then, as long as its end has not passed.
/// [`next`](Iterator::next) may wait for the disk, a fragment's worth at a time, unless it
/// [is at hand](Self::is_at_hand).
#[derive(Debug)]
pub struct Reader {
    rings: Rings,
    camera: CameraId,
    from: SessionTime,
    to: SessionTime,
    /// How many erasures there had been when it was made.
    erasures: u64,
    ring: Option<Range>,
}

impl Reader {
    pub(super) fn video(rings: Rings, camera: CameraId, from: SessionTime, to: SessionTime) -> Self {
        Self::new(rings, camera, from, to, false)
    }

    pub(super) fn with_audio(rings: Rings, camera: CameraId, from: SessionTime, to: SessionTime) -> Self {
        Self::new(rings, camera, from, to, true)
    }

    fn new(rings: Rings, camera: CameraId, from: SessionTime, to: SessionTime, has_audio: bool) -> Self {
        let erasures = rings.erasures();
        let ring = rings.feed(&camera).map(|feed| match has_audio {
            true => feed.range_with_audio(from, to),
            false => feed.range(from, to),
        });
        Self { rings, camera, from, to, erasures, ring }
    }

    /// When it begins.
    #[must_use]
    pub fn from(&self) -> SessionTime {
        self.from
    }

    /// When it ends.
    #[must_use]
    pub fn to(&self) -> SessionTime {
        self.to
    }

    /// Whether its next frame, if there is one, is in memory.
    #[must_use]
    pub fn is_at_hand(&self) -> bool {
        true
    }

    /// Whether there is nothing that completes it any more.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.is_erased() || self.ring.as_ref().is_none_or(Range::is_whole)
    }

    fn is_erased(&self) -> bool {
        self.rings.erased(&self.camera).is_some_and(|erasure| erasure.number > self.erasures)
    }
}

impl Iterator for Reader {
    type Item = RangeFrame;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_erased() {
            return None;
        }
        self.ring.as_mut()?.next()
    }
}
